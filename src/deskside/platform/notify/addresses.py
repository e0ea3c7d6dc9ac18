"""Where a recipient is reached on a channel, and how that is shown."""

from sqlalchemy.orm import Session

from deskside.kernel.masking import mask_phone
from deskside.platform.identity import User
from deskside.platform.notify.models import PostedNotice

ADDRESS_OF = {"sms": "phone", "email": "email", "wechat": "openid", "wecom": "wecom"}
SHARED = {"wecom_bot", "apprise"}
"""Channels that have an address of their own: a group, not a person."""


def addresses_of(user: User) -> dict[str, str]:
    """What a user's own row says."""
    found = {name: getattr(user, name) for name in ("phone", "email", "openid", "wecom")}
    return {name: value for name, value in found.items() if value}


def address_on(db: Session, notice: PostedNotice, channel: str) -> str | None:
    """The recipient's address now; None where there is none, or the user may no longer be told anything."""
    if channel in SHARED:
        return channel
    known = notice.addresses
    if notice.user_id is not None:
        user = db.get(User, notice.user_id)
        if user is None or user.disabled:
            return None
        known = addresses_of(user) | {"inbox": str(user.id)}
    return known.get("inbox" if channel == "inbox" else ADDRESS_OF[channel])


def shown(channel: str, address: str) -> str:
    """The address without what identifies: the log is read by many."""
    if channel == "sms":
        return mask_phone(address)
    if channel == "email":
        name, _, host = address.partition("@")
        return f"{name[:2]}***@{host}"
    return address[:6] + "***" if channel == "wechat" else address
