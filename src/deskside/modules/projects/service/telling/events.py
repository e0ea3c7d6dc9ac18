"""The notice of a changed state: its variables, its texts, and by what its rules may choose."""

from deskside.modules.projects.rules.telling import DEFAULT_TEXT, DEFAULT_TEXT_EN
from deskside.modules.projects.rules.types import DEFAULT_TYPES
from deskside.platform.notify import (
    Audience,
    Choice,
    Condition,
    Content,
    Event,
    Texts,
    Variable,
    declare_event,
)
from deskside.platform.settings import Words

STAFF = ("inbox", "wechat", "email")
_FIELDS = {"title": "{title}", "new": "{new}", "time": "{time}"}
_TYPES = tuple(Choice(kind.key, Words(kind.label_zh, kind.label_en)) for kind in DEFAULT_TYPES)
_LABELS = {
    state.key: Words(state.label_zh, state.label_en)
    for kind in DEFAULT_TYPES
    for state in kind.states
    if state.same_as is None
}
_STATES = tuple(Choice(key, words) for key, words in _LABELS.items())

CHANGED = declare_event(
    Event(
        name="projects.status_changed",
        title=Words("项目状态变更", "A project's state changed"),
        variables=(
            Variable("order_id", Words("项目编号", "Number"), Words("W202402020001", "W202402020001")),
            Variable("type", Words("类型", "Type"), Words("售后工单", "After-sales")),
            Variable("title", Words("标题", "Title"), Words("空调维修工单", "Air conditioner repair")),
            Variable("old", Words("原状态", "Old state"), Words("已分配", "Assigned")),
            Variable("new", Words("新状态", "New state"), Words("处理中", "In progress")),
            Variable("name", Words("收件人姓名", "Recipient"), Words("王女士", "Ms Wang")),
            Variable("time", Words("变更时间", "When"), Words("2026-11-22 14:05", "2026-11-22 14:05")),
            Variable("device", Words("设备", "Device"), Words("KFR-35GW", "KFR-35GW")),
            Variable(
                "link",
                Words("收件人的链接", "The recipient's link"),
                Words("https://example.com/s/…", "https://example.com/s/…"),
                minted=True,
            ),
            Variable(
                "payment_link",
                Words("付款链接", "Payment link"),
                Words("https://pay.example.com/W202402020001", "https://pay.example.com/W202402020001"),
            ),
        ),
        templates={
            "text": Texts(
                Content(
                    title="项目状态已更新：{title}",
                    body=f"{DEFAULT_TEXT}\n查看进度：{{link}}",
                    fields=_FIELDS,
                    link="{link}",
                ),
                Content(
                    title="{title}: {new}",
                    body=f"{DEFAULT_TEXT_EN}\nSee it: {{link}}",
                    fields=_FIELDS,
                    link="{link}",
                ),
            ),
            "sms": Texts(
                Content(
                    body=f"{DEFAULT_TEXT}，查看：{{link}}",
                    fields={name: f"{{{name}}}" for name in ("type", "title", "old", "new", "link")},
                ),
                Content(
                    body=f"{DEFAULT_TEXT_EN}: {{link}}",
                    fields={name: f"{{{name}}}" for name in ("type", "title", "old", "new", "link")},
                ),
            ),
        },
        audiences=(
            Audience("customer", Words("客户", "The customer"), ("wechat", "sms")),
            Audience("engineer", Words("工程师", "The engineer"), STAFF),
            Audience("salesman", Words("销售", "The salesman"), STAFF),
        ),
        conditions=(
            Condition("type", Words("项目类型", "Type of project"), _TYPES),
            Condition("old", Words("从", "From"), _STATES),
            Condition("new", Words("到", "To"), _STATES),
        ),
    )
)
