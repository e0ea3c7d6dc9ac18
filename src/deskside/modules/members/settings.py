"""What the operator may set of members."""

from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from deskside.kernel.config import EnvGroup
from deskside.platform.settings import SettingsGroup, Words, settings_group


class MembersEnv(EnvGroup):
    """Where the warehouse views are; None: in Deskside's own database."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="DESKSIDE_MEMBERS_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    url: str | None = None


@settings_group("members", title=Words("会员", "Members"))
class MembersSettings(SettingsGroup):
    """What managers may set of members."""

    part_milliseconds: Annotated[
        int,
        Field(ge=100, le=10_000),
        Words(
            "页面各部分的时限（毫秒）",
            "Time limit of each part of a page (milliseconds)",
            "超时的部分显示为降级，其余照常",
            "A part that takes longer is shown as degraded; the others are not held up",
        ),
    ] = 800
    tier_nodes: Annotated[
        tuple[Annotated[int, Field(ge=0, le=10_000)], ...],
        Field(min_length=1, max_length=20),
        Words(
            "课时档位",
            "Tiers of hours",
            "从小到大；助教页用它算下一档还差多少",
            "Ascending; a coach's page tells by them how far the next tier is",
        ),
    ] = (0, 100, 130, 160, 190, 220)
    reveals_per_hour: Annotated[
        int,
        Field(ge=1, le=1_000),
        Words(
            "每人每小时查看完整手机号次数",
            "Full phone numbers a person may see in an hour",
            "每次都要写明原因并记入审计",
            "Each takes a reason and is audited",
        ),
    ] = 30

    @field_validator("tier_nodes")
    @classmethod
    def _ascending(cls, nodes: tuple[int, ...]) -> tuple[int, ...]:
        if any(later <= earlier for earlier, later in pairwise(nodes)):
            raise ValueError("each tier must be above the one before it")
        return nodes
