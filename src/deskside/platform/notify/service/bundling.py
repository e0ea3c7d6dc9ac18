"""The digest: several notices of one person in one message."""

from collections.abc import Sequence

from sqlalchemy import select

from deskside.kernel import clock
from deskside.kernel.db import Writes
from deskside.platform.notify.models import Delivery, PostedNotice
from deskside.platform.notify.rendering import body_of
from deskside.platform.notify.service.ending import group_of
from deskside.platform.notify.texts import Content

MOST = 100
LONGEST_BODY = 20_000


def bundle_of(db: Writes, delivery: Delivery, notice: PostedNotice) -> list[Delivery]:
    """What goes in one message with it: what went before, or all that waits for the same digest."""
    if not delivery.digest or delivery.attempts:
        return group_of(db, delivery)
    waiting = (
        select(Delivery)
        .join(PostedNotice, PostedNotice.id == Delivery.notice_id)
        .where(
            PostedNotice.recipient_key == notice.recipient_key,
            PostedNotice.expires_at > clock.now(),
            Delivery.channel == delivery.channel,
            Delivery.state == "waiting",
            Delivery.digest,
            Delivery.attempts == 0,
            Delivery.leader_id.is_(None),
            Delivery.due_at <= clock.now(),
            Delivery.id != delivery.id,
        )
        .order_by(Delivery.id)
    )
    return [delivery, *(one for one in db.scalars(waiting.limit(MOST - 1)))]


def digest_of_texts(texts: Sequence[Content], language: str) -> Content:
    """One message that says all of them."""
    title = f"{len(texts)} notices" if language == "en" else f"消息汇总（{len(texts)} 条）"
    body = "\n\n".join(_entry(number, text) for number, text in enumerate(texts, 1))
    return Content.model_construct(title=title, body=body[:LONGEST_BODY], template="", fields={}, link="")


def _entry(number: int, text: Content) -> str:
    body = body_of(text)
    link = "" if text.link in body else text.link
    parts = [f"{number}. {text.title}" if text.title else f"{number}.", body, link]
    return "\n".join(part for part in parts if part)
