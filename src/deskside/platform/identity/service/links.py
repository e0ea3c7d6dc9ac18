"""One-time links: a random token that is good once and for a while."""

from datetime import timedelta
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.kernel.errors import BadRequest
from deskside.platform.identity.models import OneTimeCode
from deskside.platform.identity.opaque import hashed, new_secret

LinkKind = Literal["reset", "setup"]


def make_link(db: Writes, kind: LinkKind, lifetime: timedelta, user_id: int | None = None) -> str:
    """The token of a new link; links that are over go."""
    moment, token = clock.now(), new_secret()
    db.execute(delete(OneTimeCode).where(OneTimeCode.expires_at <= moment))
    hash_of_it = hashed(token)
    db.add(
        OneTimeCode(
            kind=kind,
            selector=hash_of_it,
            code_hash=hash_of_it,
            user_id=user_id,
            scopes=[],
            tries_left=1,
            expires_at=moment + lifetime,
        )
    )
    return token


def live_link(db: Session, kind: LinkKind, token: str) -> OneTimeCode:
    """The link's row; BadRequest when it is unknown, used or over."""
    wanted = select(OneTimeCode).where(OneTimeCode.kind == kind, OneTimeCode.selector == hashed(token))
    row = db.scalar(wanted.where(OneTimeCode.expires_at > clock.now()))
    if row is None:
        raise dead_link()
    return row


def use_link(db: Writes, link: OneTimeCode) -> None:
    """Use it up; of two who try at once one gets BadRequest."""
    gone = db.connection().execute(delete(OneTimeCode).where(OneTimeCode.id == link.id))
    if gone.rowcount != 1:
        raise dead_link()
    db.expunge(link)


def dead_link() -> BadRequest:
    """What a link that is no longer good becomes."""
    return BadRequest("this link is used or over; ask for another", code="dead_link")
