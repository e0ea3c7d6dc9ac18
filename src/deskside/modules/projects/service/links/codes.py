"""The six digits: asked for by any browser, sent to the address on file, judged five times at most."""

import hmac
import secrets
from datetime import timedelta
from typing import Literal

from sqlalchemy import func, select, update

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.modules.projects.messages import SendLinkCode
from deskside.modules.projects.models.links import AccessToken, LinkCode
from deskside.modules.projects.rules.links import make_code, same
from deskside.modules.projects.rules.links_people import Person
from deskside.modules.projects.rules.links_visitor import Visitor
from deskside.modules.projects.service.links.events import CODE
from deskside.modules.projects.service.links.finding import living_link
from deskside.modules.projects.service.links.keys import link_secret
from deskside.modules.projects.service.links.visits import add_visit
from deskside.platform import notify
from deskside.platform.jobs import URGENT, enqueue

LIVES = timedelta(minutes=5)
TRIES = 5
SENDS = 3
SENDS_IN = timedelta(hours=1)
Judged = Literal["right", "wrong", "spent"]


def ask_for_code(db: Writes, token_hash: str, browser_hash: str, visitor: Visitor) -> None:
    """Have a code sent. What happens here is the same whether there is such a link or not."""
    row = LinkCode(
        token_hash=token_hash,
        browser_hash=browser_hash,
        nonce=secrets.token_hex(16),
        expires_at=clock.now() + LIVES,
        tries_left=TRIES,
        network=visitor.network,
        device=visitor.device,
    )
    db.add(row)
    db.flush()
    enqueue(db, SendLinkCode(code_id=row.id), dedup=str(row.id), priority=URGENT)


def send_code(db: Writes, code_id: int) -> None:
    """Post the code to the link's recipient. Jobs of this kind run one at a time: the sends are counted."""
    code = db.get(LinkCode, code_id)
    if code is None or code.sent_at is not None or code.expires_at <= clock.now():
        return
    visitor = Visitor(code.network, code.device)
    found = living_link(db, code.token_hash)
    if found is None:
        link = db.scalar(select(AccessToken).where(AccessToken.token_hash == code.token_hash))
        if link is not None:
            add_visit(db, link, "code", "dead", visitor)
        return
    link, _project, person = found
    add_visit(db, link, "code", _sent(db, code, person), visitor)


def _sent(db: Writes, code: LinkCode, person: Person) -> str:
    channels = person.code_channels
    if not channels:
        return "no_address"
    address = _address_hash(person)
    since = clock.now() - SENDS_IN
    counted = select(func.count()).where(LinkCode.address_hash == address, LinkCode.sent_at > since)
    if db.scalars(counted).one() >= SENDS:
        return "limited"
    code.address_hash, code.sent_at = address, clock.now()
    code.expires_at = clock.now() + LIVES
    notice = notify.Notice(
        event=CODE.name,
        key=f"code:{code.id}",
        recipient=notify.Recipient(
            key=person.recipient, name=person.name, phone=person.phone, email=person.email
        ),
        variables={"minutes": int(LIVES.total_seconds() // 60)},
        channels=channels,
        urgent=True,
    )
    notify.post(db, notice)
    return "sent"


def _address_hash(person: Person) -> str:
    address = person.phone or (person.email or "").lower()
    return hmac.digest(link_secret(), f"address:{address}".encode(), "sha256").hex()


def digits_of(db: Writes, notice: notify.PostedNotice) -> str:
    """The code of a notice, when it is sent."""
    code = db.get(LinkCode, int(notice.notice_key.partition(":")[2]))
    return "" if code is None else make_code(link_secret(), code.nonce)


def judge_code(db: Writes, token_hash: str, browser_hash: str, given: str) -> Judged:
    """Whether these are the digits of the newest code that this browser asked for with this link.

    A try is taken before anything is compared, so that of any number at once five are judged.
    """
    newest = (
        select(LinkCode)
        .where(LinkCode.browser_hash == browser_hash, LinkCode.token_hash == token_hash)
        .order_by(LinkCode.id.desc())
        .limit(1)
    )
    code = db.scalar(newest)
    if code is None:
        return "wrong"
    usable = update(LinkCode).where(
        LinkCode.id == code.id,
        LinkCode.tries_left > 0,
        LinkCode.used_at.is_(None),
        LinkCode.expires_at > clock.now(),
    )
    taken = db.connection().execute(usable.values(tries_left=LinkCode.tries_left - 1))
    if taken.rowcount != 1:
        return "spent"
    right = same(make_code(link_secret(), code.nonce), given) and code.sent_at is not None
    if right:
        db.connection().execute(update(LinkCode).where(LinkCode.id == code.id).values(used_at=clock.now()))
    return "right" if right else "wrong"
