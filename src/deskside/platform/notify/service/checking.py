"""What `deskside doctor` says of the channels."""

from collections.abc import Iterator
from contextlib import closing

from sqlalchemy.exc import SQLAlchemyError

from deskside.kernel.db import Database
from deskside.kernel.doctor import Finding
from deskside.kernel.errors import DesksideError
from deskside.kernel.http import parse_nets
from deskside.kernel.redaction import redact_text
from deskside.kernel.site import Site
from deskside.kernel.vault import Vault
from deskside.platform.notify.accounts import ACCOUNTS, Account
from deskside.platform.notify.channels.opening import sender_of
from deskside.platform.notify.words import CHANNEL_TITLES

CURE = "docs/guide/notices.md says how it is set up"
NO_MAIL = "set DESKSIDE_SMTP_URL, or 邮件服务器 under 配置中心"


def check_channels(site: Site, database: Database) -> Iterator[Finding]:
    """Whether each channel that is set up lets us in; nothing is sent."""
    vault = Vault(site.secret())
    for channel, find in ACCOUNTS.items():
        title = CHANNEL_TITLES[channel].en
        try:
            with database.reading() as db:
                account = find(db, vault)
        except SQLAlchemyError:  # of which the findings about the database tell
            return
        except DesksideError as error:
            yield Finding(f"{title} cannot be used: {error.detail}", CURE)
            continue
        if account is not None:
            yield _try(title, account, site)
        elif channel == "email":
            yield Finding("no mail server is set up", NO_MAIL)
        else:
            yield Finding(f"{title} is not set up")


def _try(title: str, account: Account, site: Site) -> Finding:
    try:
        with closing(sender_of(account, parse_nets(site.private_nets))) as sender:
            for step in sender.steps():
                step.call()
    except DesksideError as error:
        return Finding(f"{title} fails: {redact_text(error.detail)}", CURE)
    return Finding(f"{title} is set up and lets us in")
