"""Words for calls that the server says itself."""

from typing import get_args

from deskside.modules.calls.schemas.logs import Outcome

OUTCOMES: dict[str, str] = dict(
    zip(get_args(Outcome), ("已沟通", "无人接听", "忙线", "要求回电", "拒绝", "号码有误"), strict=True)
)
MINUTE = 60


def lasted(seconds: int) -> str:
    """How long a call lasted, in words."""
    minutes, rest = divmod(seconds, MINUTE)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
