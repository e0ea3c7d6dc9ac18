"""What doctor says of the channels."""

from pathlib import Path

import pytest
from tests.platform.notify.providers import post_office

from deskside.kernel.db import Database
from deskside.kernel.site import Site
from deskside.platform.notify import check_channels


def said(database: Database, tmp_path: Path) -> dict[str, bool]:
    """Each finding, and whether something is wrong."""
    return {one.what: bool(one.cure) for one in check_channels(Site(data_dir=tmp_path), database)}


def test_a_missing_mail_server_is_wrong_other_channels_may_be_missing(
    database: Database, tmp_path: Path
) -> None:
    found = said(database, tmp_path)
    assert found["no mail server is set up"]
    assert [what for what, wrong in found.items() if wrong] == ["no mail server is set up"]
    assert "SMS is not set up" in found


def test_a_channel_that_is_set_up_is_tried_without_sending(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office() as office:
        url = f"smtp://desk:geheim@127.0.0.1:{office.port}/?from=desk@example.com"
        monkeypatch.setenv("DESKSIDE_SMTP_URL", url)
        assert said(database, tmp_path)["E-mail is set up and lets us in"] is False
        office.replies = {"AUTH": "535 wrong password"}
        wrong = [what for what, bad in said(database, tmp_path).items() if bad]
        assert office.mails == []
    assert len(wrong) == 1
    assert "535" in wrong[0]
    assert "geheim" not in wrong[0]


def test_a_set_up_that_cannot_be_read_is_told(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKSIDE_SMTP_URL", "http://mail.example.com")
    (wrong,) = [what for what, bad in said(database, tmp_path).items() if bad]
    assert wrong.startswith("E-mail cannot be used: DESKSIDE_SMTP_URL")
