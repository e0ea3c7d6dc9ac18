"""The two packages of the panel, as this installation hands them out."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from deskside.modules.assist.pages import extension_zip

SERVER, CRM = "https://desk.example:8443", 'https://crm.example/a"b/*'


@pytest.fixture
def template(tmp_path: Path) -> Path:
    (tmp_path / "manifest.json").write_text(
        '{"version": "__DESKSIDE_VERSION__", "host_permissions": ["__DESKSIDE_ORIGIN__/*"],'
        ' "content_scripts": [{"matches": ["__CRM_MATCH__"]}]}',
        encoding="utf-8",
    )
    (tmp_path / "worker.js").write_text('const url = "__DESKSIDE_URL__"', encoding="utf-8")
    (tmp_path / "options.css").write_bytes(b"a{}\xff")
    return tmp_path


def test_an_extension_carries_the_addresses_and_nothing_is_left_to_fill_in(template: Path) -> None:
    packed = zipfile.ZipFile(io.BytesIO(extension_zip(SERVER, CRM, template)))
    assert sorted(packed.namelist()) == ["manifest.json", "options.css", "worker.js"]
    manifest = json.loads(packed.read("manifest.json"))
    assert manifest["host_permissions"] == [f"{SERVER}/*"]
    assert manifest["content_scripts"] == [{"matches": [CRM]}]
    assert all(part.isdecimal() for part in manifest["version"].split("."))
    assert packed.read("worker.js") == f'const url = "{SERVER}"'.encode()
    assert packed.read("options.css") == b"a{}\xff"


def test_a_path_before_the_server_is_kept_for_calls_and_left_out_of_permissions(template: Path) -> None:
    packed = zipfile.ZipFile(io.BytesIO(extension_zip("https://example.com/desk", CRM, template)))
    assert json.loads(packed.read("manifest.json"))["host_permissions"] == ["https://example.com/*"]
    assert packed.read("worker.js") == b'const url = "https://example.com/desk"'
