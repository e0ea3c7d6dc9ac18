"""Demo data of assist: 5 products, 13 plans, 12 reminders of every kind, 3 tags of 5 explained, 6 links."""

from datetime import date, timedelta

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes, upsert
from deskside.kernel.site import Site
from deskside.modules.assist.models import Business
from deskside.modules.assist.schemas import PlanIn, ReminderIn, TagIn
from deskside.modules.assist.schemas.panel import LinkIn, UseEvent
from deskside.modules.assist.schemas.profiles import ProfileBody, ProfileIn
from deskside.modules.assist.service.links import create_link
from deskside.modules.assist.service.plans import create_plan
from deskside.modules.assist.service.profiles import create_profile
from deskside.modules.assist.service.reminders import create_reminder
from deskside.modules.assist.service.tags import create_tag
from deskside.modules.assist.service.usage import count_uses
from deskside.platform.identity import principal_of

BUSINESSES = {1: "BB", 2: "AHC", 3: "CP", 4: "Prime", 5: "MCN"}
PLANS = (
    (20101, "商务宽带 100M 年付", "BB", "12 个月", "$49.99/月", "首年 8 折", "提前解约收取剩余月费的 50%。"),
    (20102, "商务宽带 300M 年付", "BB", "24 个月", "$79.99/月", "前三个月半价", "含一个固定 IP。"),
    (20103, "商务宽带 500M 月付", "BB", "无合约", "$119.99/月", "", "随时可降档，次月生效。"),
    (20104, "商务宽带 1G 旗舰", "BB", "36 个月", "$159.99/月", "免安装费", "故障 4 小时内上门。"),
    (20201, "家庭云话机 标准版", "AHC", "12 个月", "$12.99/月", "", "含北美无限通话，每台话机单独计费。"),
    (
        20202,
        "家庭云话机 中国畅打",
        "AHC",
        "24 个月",
        "$19.99/月",
        "年付减一个月",
        "拨打中国 1,000 分钟，超出每分钟 $0.02。",
    ),
    (20203, "家庭云话机 经济版", "AHC", "无合约", "$7.99/月", "", "仅接听免费，拨出每分钟 $0.03。"),
    (20301, "企业总机 10 席", "CP", "12 个月", "$199/月", "满 20 席 9 折", "含语音导航与录音 90 天。"),
    (20302, "企业总机 50 席", "CP", "24 个月", "$849/月", "首月免费", "专属客户经理。"),
    (
        20401,
        "Prime 会员 年付",
        "Prime",
        "12 个月",
        "$129/年",
        "续费再减 $20",
        "优先接入，账单争议 24 小时内答复。",
    ),
    (20402, "Prime 会员 家庭版", "Prime", "12 个月", "$189/年", "", "同一地址最多 4 个账户共享。"),
    (20501, "中国号 畅聊版", "MCN", "6 个月", "$9.99/月", "", "绑定一个中国号码，需实名认证。"),
    (20502, "中国号 双号版", "MCN", "12 个月", "$15.99/月", "前 100 名送 30 天", "两个号码可分属不同城市。"),
)
TAGS = {
    "VIP": "月消费前 1% 的客户：由二线优先处理。",
    "GOLD": "金牌会员：满两年且无欠费，可申请一次性减免。",
    "AUTOPAY": "已绑定自动扣款，账单问题先查扣款记录。",
}
EVERY = list(BUSINESSES.values())
LINKS = (
    ("查看账单", "bills", EVERY),
    ("更新信用卡", "card", EVERY),
    ("编辑个人资料", "profile", EVERY),
    ("使用记录", "usage", ["BB", "CP", "MCN", "Prime"]),
    ("E911 地址", "e911", ["BB", "Prime"]),
    ("Prime 权益", "prime", ["Prime"]),
)
LISTED_ACCOUNTS = [1001, 1003, 1006]


def _reminders() -> list[ReminderIn]:
    return [*_by_product(), *_for_everybody(), *_by_date()]


def _by_product() -> list[ReminderIn]:
    both = ["USCN", "CACN"]
    address = "请与客户核对账单地址和 E911 地址，有变化时在「编辑个人资料」里更新。"
    papers = "中国号需补齐实名材料：身份证正反面与手持照片，收齐后勾选。"
    firmware = "话机固件升级通知见 https://status.example.com/ahc，重启话机即可。"
    return [
        _of("核对地址", address, ["USCN"], ["BB"], 7),
        _of("回拨号码", "记下客户方便回拨的号码（每次来电都要确认）。", ["USCN"], ["BB", "CP"], 0),
        _of("续约意向", "合约三个月内到期的客户，请询问续约意向。", both, ["Prime", "BB"], 30),
        _of("实名材料", papers, both, ["MCN"], -1),
        _of("nc:话机固件", firmware, ["USCN"], ["AHC"]),
    ]


def _for_everybody() -> list[ReminderIn]:
    identity = "先核实身份再谈账户：姓名、注册邮箱、最近一笔账单金额，三项对两项。"
    tax = "加拿大客户账单税率本月起调整，客户问起时请说明。"
    noise = "客户上周反馈通话有杂音，请回访确认线路是否正常。"
    return [
        _of("nc:核实身份", identity, everywhere=True),
        _of("tag:nc:VIP", "VIP 客户：由二线优先处理，不要让客户重复描述问题。", everywhere=True),
        _of("tag:GOLD", "金牌客户：询问近期使用是否满意，并记录到备注。", interval=30, everywhere=True),
        _of("加拿大税率", tax, ["CACN"], everywhere=True),
        _of("线路回访", noise, interval=-1, accounts=LISTED_ACCOUNTS),
    ]


def _by_date() -> list[ReminderIn]:
    today = clock.now().date()
    last_week, next_week = today - timedelta(days=7), today + timedelta(days=7)
    upkeep = "下周一 02:00–04:00 系统维护，账单暂不能查询。"
    return [
        _of("旧活动", "春季促销价已结束，不再受理。", everywhere=True, dates=(last_week, today)),
        _of("nc:系统维护", upkeep, everywhere=True, dates=(next_week, None)),
    ]


def _of(
    title: str,
    content: str,
    markets: list[str] | None = None,
    businesses: list[str] | None = None,
    interval: int = 7,
    *,
    everywhere: bool = False,
    accounts: list[int] | None = None,
    dates: tuple[date | None, date | None] = (None, None),
) -> ReminderIn:
    return ReminderIn(
        title=title,
        content=content,
        markets=markets or [],
        recurrent_interval=interval,
        is_global=accounts is None,
        is_all_business=everywhere or accounts is not None,
        businesses=[] if everywhere else businesses or [],
        accounts=accounts,
        start_date=dates[0].isoformat() if dates[0] else None,
        expire_date=dates[1].isoformat() if dates[1] else None,
    )


def fill(db: Writes, site: Site) -> None:
    """Write it all as the demo's manager."""
    upsert(db, Business, [{"id": number, "name": name} for number, name in BUSINESSES.items()], keys=["id"])
    actor: Principal = principal_of(db, "lead")
    for plan_id, name, business, contract, fee, discount, note in PLANS:
        plan = PlanIn(
            plan_id=plan_id,
            name=name,
            business=business,
            contract=contract,
            fee=fee,
            discount=discount,
            note=note,
        )
        create_plan(db, plan, actor)
    for reminder in _reminders():
        create_reminder(db, reminder, actor, site.zone)
    for tag, meaning in TAGS.items():
        create_tag(db, TagIn(tag=tag, meaning=meaning), actor)
    _fill_panel(db, actor, clock.today(site.zone))


def _fill_panel(db: Writes, actor: Principal, today: date) -> None:
    create_profile(db, ProfileIn(name="演示 CRM", body=ProfileBody()), actor)
    links = []
    for position, (title, page, products) in enumerate(LINKS):
        url = f"/crm/css/{page}?acct={{acct_id}}"
        body = LinkIn(title=title, url=url, products=products, position=position)
        links.append(create_link(db, body, actor, today).id)
    _fill_uses(db, links, today)


def _fill_uses(db: Writes, links: list[int], today: date) -> None:
    """Two weeks of clicks that fall off from link to link; the last link is one that nobody uses."""
    agents = [principal_of(db, login) for login in ("agent-li", "agent-wang")]
    for back in range(14):
        for turn, agent in enumerate(agents):
            clicks = [
                UseEvent(kind="link", key=str(link))
                for place, link in enumerate(links[:-1])
                for _ in range((back + turn) % 4 + len(links) - place)
            ]
            views = [UseEvent(kind="plan", key=str(plan[0])) for plan in PLANS[turn : 4 + back % 3]]
            count_uses(db, [*clicks, *views], agent, today - timedelta(days=back))
