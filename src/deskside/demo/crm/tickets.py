"""The fake CRM's tickets: 12 in all; 1001 has two open and three done."""

from dataclasses import dataclass
from datetime import UTC, datetime

TRAP = '<img src=x onerror="window.__trap=1"><script>window.__trap=1</script>'


@dataclass(frozen=True)
class Ticket:
    """One ticket; `modified` is UTC."""

    id: int
    account: int
    title: str
    description: str
    category: str
    modified: datetime
    status: str


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TICKETS = (
    Ticket(
        340118,
        1001,
        f"{TRAP}客户反映晚间掉线",
        "每晚 20:00 后掉线两三次，已重启光猫。",
        "Network / Outage",
        _at("2026-11-21T06:12:00"),
        "OPEN",
    ),
    Ticket(
        340090,
        1001,
        "十月账单多收安装费 $35",
        "客户要求退回，附账单截图。",
        "Billing / Dispute",
        _at("2026-11-18T19:40:00"),
        "PENDING",
    ),
    Ticket(339501, 1001, "更换账单邮箱", "", "Account / Profile", _at("2026-09-02T15:05:00"), "CLOSED"),
    Ticket(
        338870,
        1001,
        "E911 地址更新",
        "已核对新地址。",
        "Account / E911",
        _at("2026-07-15T02:30:00"),
        "RESOLVED",
    ),
    Ticket(
        338011, 1001, "申请降档", "客户改变主意。", "Sales / Change", _at("2026-05-20T11:00:00"), "CANCELLED"
    ),
    Ticket(
        340101,
        1002,
        "分机 8012 无法呼出",
        "其余分机正常。",
        "Voice / Outbound",
        _at("2026-11-20T22:18:00"),
        "IN PROGRESS",
    ),
    Ticket(339950, 1002, "新增 5 个坐席", "", "Sales / Change", _at("2026-10-30T17:45:00"), "COMPLETED"),
    Ticket(
        340077,
        1003,
        "父母家话机注册失败",
        "固件 2.1.8，已远程重启。",
        "Device / Register",
        _at("2026-11-17T13:20:00"),
        "OPEN",
    ),
    Ticket(339120, 1004, "Prime 权益未到账", "", "Billing / Credit", _at("2026-08-08T08:08:00"), "CLOSED"),
    Ticket(340120, 1005, "实名材料待补", "缺手持照片。", "Account / KYC", _at("2026-11-22T01:02:00"), "OPEN"),
    Ticket(
        340066,
        1006,
        "税率咨询",
        "BC 省税率调整后的账单。",
        "Billing / Inquiry",
        _at("2026-11-16T20:00:00"),
        "OPEN",
    ),
    Ticket(339777, 1009, "IVR 语音更换", "", "Voice / IVR", _at("2026-10-11T16:00:00"), "CANCELLED"),
)


def tickets_of(account: int, *, cancelled: bool) -> list[Ticket]:
    """The account's tickets, newest first: the cancelled ones or all others, as the CRM splits them."""
    found = [t for t in TICKETS if t.account == account and (t.status == "CANCELLED") is cancelled]
    return sorted(found, key=lambda ticket: ticket.modified, reverse=True)
