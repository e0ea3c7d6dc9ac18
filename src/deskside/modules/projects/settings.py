"""What the operator and managers may set of projects."""

from typing import Annotated, ClassVar, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from deskside.kernel.config import EnvGroup
from deskside.kernel.errors import Invalid
from deskside.platform.jobs import check_cron
from deskside.platform.settings import SettingsGroup, Words, settings_group

TypeKey = Literal["presale", "aftersales", "sales"]
TYPES: tuple[TypeKey, ...] = ("presale", "aftersales", "sales")
ChannelKey = Literal["wechat", "wecom", "sms", "email"]
TimeFormat = Annotated[str, Field(min_length=2, max_length=40, pattern=r"^[YMDHmsAa年月日时分秒 :/.\-]+$")]


class ProjectsEnv(EnvGroup):
    """Where projects come from: `url` of the HTTP contract with its key, or a database and its columns.

    `columns` is JSON, `{"table": "orders", "type": "kind", "customer.name": "buyer", …}`.
    """

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="DESKSIDE_PROJECTS_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    url: str | None = None
    key: SecretStr | None = None
    page_size: int = Field(500, ge=1, le=10_000)
    database_url: SecretStr | None = None
    columns: str = "{}"


@settings_group("project_sync_config", title=Words("项目同步", "Project sync"))
class ProjectSyncConfig(SettingsGroup):
    """The document's own settings, under its names."""

    auto_sync_enabled: Annotated[bool, Words("启用自动同步", "Sync by itself")] = True
    sync_frequency: Annotated[
        str,
        Field(max_length=120),
        Words(
            "同步频率",
            "How often",
            "用于没有单独设置频率的项目类型",
            "For every type that has no schedule of its own",
        ),
    ] = "*/15 * * * *"
    cron_expression: Annotated[
        str,
        Field(max_length=120),
        Words(
            "自定义 Cron 表达式",
            "Cron expression",
            "填写后优先于同步频率",
            "Wins over the frequency when set",
        ),
    ] = ""
    cache_ttl: Annotated[
        int,
        Field(ge=5, le=1440),
        Words(
            "缓存有效期（分钟）",
            "Cache lives (minutes)",
            "超过后仍先显示缓存，同时在后台更新；推荐 30",
            "Beyond it the cache still answers and is renewed behind; 30 is advised",
        ),
    ] = 30
    sync_types: Annotated[
        tuple[TypeKey, ...], Field(max_length=3), Words("同步项目类型", "Types that are synced")
    ] = TYPES
    notify_on_change: Annotated[bool, Words("状态变更时通知", "Tell people of changes")] = True
    notify_channels: Annotated[
        tuple[ChannelKey, ...],
        Field(max_length=4),
        Words(
            "通知渠道",
            "Channels",
            "按顺序使用，前一个失败时用下一个",
            "In this order; the next where one fails",
        ),
    ] = ("wechat", "sms")

    @field_validator("sync_frequency", "cron_expression")
    @classmethod
    def _cron(cls, text: str) -> str:
        if text:
            try:
                check_cron(text)
            except Invalid as error:
                raise ValueError(error.detail) from None
        return text

    @model_validator(mode="after")
    def _some_cron(self) -> Self:
        if not (self.sync_frequency or self.cron_expression):
            raise ValueError("set a frequency or a cron expression")
        return self

    @property
    def cron(self) -> str:
        """The line that counts."""
        return self.cron_expression or self.sync_frequency


@settings_group("time_display", title=Words("时间显示", "How times are shown"))
class TimeDisplay(SettingsGroup):
    """The one formatter of pages, messages and exports."""

    aftersales_time_format: Annotated[
        TimeFormat, Words("售后工单时间格式", "Times of after-sales tickets", "如 YYYY-MM-DD HH:mm")
    ] = "YYYY-MM-DD HH:mm"
    sales_time_format: Annotated[
        TimeFormat, Words("订单时间格式", "Times of orders", "如 YYYY-MM-DD HH:mm")
    ] = "YYYY-MM-DD HH:mm"
    show_payment_time: Annotated[bool, Words("显示付款时间", "Show when it was paid")] = True
    timezone: Annotated[str, Field(max_length=60), Words("时区", "Time zone")] = "Asia/Shanghai"

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("is no time zone: use a name as Asia/Shanghai") from error
        return name


@settings_group("projects", title=Words("项目", "Projects"))
class ProjectsSettings(SettingsGroup):
    """How long the cache is trusted, what a drop is, whom an account belongs to, and what is forgotten."""

    max_age_hours: Annotated[
        int,
        Field(ge=1, le=720),
        Words(
            "缓存最长可用（小时）",
            "Cache is too old after (hours)",
            "更旧的项目先向项目库查询一次再显示",
            "Older ones are asked for before they are shown",
        ),
    ] = 24
    cooldown_seconds: Annotated[
        int,
        Field(ge=0, le=3600),
        Words(
            "客户刷新间隔（秒）",
            "Customers may refresh every (s)",
            "间隔内再次刷新时显示“已是最新”",
            "Within it a refresh says that it is up to date",
        ),
    ] = 60
    drop_percent: Annotated[
        int,
        Field(ge=1, le=100),
        Words(
            "减少告警（%）",
            "Drop guard (%)",
            "一次完整读取比上次少于此比例时等待确认",
            "A complete read that brings so much less waits for a decision",
        ),
    ] = 20
    drop_minimum: Annotated[
        int, Field(ge=1, le=100_000), Words("减少告警至少（个）", "Drop guard, at least")
    ] = 10
    full_hours: Annotated[
        int,
        Field(ge=1, le=720),
        Words(
            "完整读取间隔（小时）",
            "Read everything every (hours)",
            "其余同步只读取有更新的项目",
            "The other syncs read only what the remote changed",
        ),
    ] = 24
    account_field: Annotated[
        str,
        Field(max_length=60, pattern=r"^[A-Za-z0-9_.]*$"),
        Words(
            "账户编号所在字段",
            "Field that holds the account",
            "项目库中哪个字段是账户编号，如 customer.id；留空则不关联",
            "Which field of the remote is the account's number, as customer.id; empty: none",
        ),
    ] = "customer.id"
    removed_days: Annotated[
        int,
        Field(ge=1, le=3650),
        Words(
            "已结束项目保留天数",
            "Days to keep ended projects",
            "终态项目超过此天数未在项目库出现即清理",
            "In a final state and not seen for so long, a project goes",
        ),
    ] = 180
    history_days: Annotated[
        int, Field(ge=7, le=3650), Words("同步历史保留天数", "Days to keep the sync history")
    ] = 180


@settings_group("project_links", title=Words("项目链接与通知", "Project links and notices"))
class ShareLinks(SettingsGroup):
    """How long links are good, what their pages offer, and how long a change waits before people are told."""

    link_days: Annotated[
        int,
        Field(ge=1, le=90),
        Words(
            "链接有效天数", "Days that a link is good", "每次发送都重新计算", "Each message begins them anew"
        ),
    ] = 7
    sliding: Annotated[
        bool,
        Words(
            "查看时顺延",
            "Viewing prolongs a link",
            "本人验证后每次查看都重新计算有效期",
            "Each view of the proven recipient begins its days anew",
        ),
    ] = False
    debounce_minutes: Annotated[
        int,
        Field(ge=0, le=60),
        Words(
            "状态变更等待（分钟）",
            "A change waits (minutes)",
            "期间状态变回原样则不通知",
            "When the state goes back meanwhile, nobody is told",
        ),
    ] = 10
    home_url: Annotated[
        str,
        Field(max_length=500, pattern=r"^(/|https?://\S+)$"),
        Words("“返回首页”的地址", "Where the home button leads"),
    ] = "/"
    payment_url_template: Annotated[
        str,
        Field(max_length=500, pattern=r"^(https://\S+)?$"),
        Words(
            "付款页地址",
            "Payment page",
            "https 地址，{order_id} 为项目编号；留空则不提供付款链接",
            "An https address, {order_id} is the project's number; empty: no such link",
        ),
    ] = ""
    visits_days: Annotated[
        int, Field(ge=7, le=3650), Words("访问记录保留天数", "Days to keep visits and notices told")
    ] = 180
