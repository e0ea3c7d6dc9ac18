"""What customers' pages answer to a button, in both languages; nothing of it depends on the link."""

from dataclasses import dataclass

from deskside.modules.projects.pages.texts import Language


@dataclass(frozen=True)
class Said:
    """One language."""

    sent: str
    wrong: str
    asked: str
    fresh: str
    renewed: str
    down: str
    insecure: str
    too_many: str
    denied: str


ZH = Said(
    sent="已发送至您预留的手机",
    wrong="验证码不正确或已失效，请核对后重试或重新发送。",
    asked="已收到，如链接有效，负责人会与您联系。",
    fresh="已是最新",
    renewed="已更新",
    down="来源暂不可用，请稍后再试。",
    insecure="当前地址不安全，请使用 https 打开链接。",
    too_many="操作过于频繁，请稍后再试。",
    denied="无访问权限",
)
EN = Said(
    sent="Sent to the phone you left with us",
    wrong="This code is wrong or over; check it, or have another sent.",
    asked="Thank you. If there is such a link, the person in charge gets in touch with you.",
    fresh="This is the latest",
    renewed="Up to date now",
    down="The source does not answer right now; try again in a moment.",
    insecure="This address is not safe: open the link with https.",
    too_many="Too many requests; try again in a moment.",
    denied="No access",
)
SAID: dict[Language, Said] = {"zh": ZH, "en": EN}
