"""What the customer's pages say, in Chinese and English. Which of the two never depends on the link."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Texts:
    """One language."""

    lang: str
    door_title: str
    door_lead: str
    send: str
    code: str
    confirm: str
    denied: str
    denied_1: str
    denied_2: str
    forwarded: str
    ask: str
    home: str
    busy: str
    no_script: str
    refresh: str
    print: str
    leave: str
    cached: str
    source_down: str
    number: str
    device: str
    fault: str
    engineer: str
    customer: str
    salesman: str
    amount: str
    paid_at: str
    pay: str
    progress: str
    feedback: str
    feedback_hint: str
    solved: str
    unsolved: str
    said_solved: str
    said_unsolved: str
    timeline: str
    none: str
    now: str
    private: str
    too_many: str
    away: str


ZH = Texts(
    lang="zh-CN",
    door_title="查看项目进度",
    door_lead="为保护您的信息，请先确认是您本人。验证码会发送至您预留的手机或邮箱。",
    send="发送验证码",
    code="验证码",
    confirm="确认",
    denied="无访问权限",
    denied_1="抱歉，您无权查看此项目详情。",
    denied_2="项目详情仅限相关人员查看。",
    forwarded="链接是他人转发的，或已经失效？",
    ask="申请新链接",
    home="返回首页",
    busy="请稍候…",
    no_script="请在浏览器中启用 JavaScript 后重新打开本页。",
    refresh="刷新状态",
    print="打印",
    leave="退出查看",
    cached="缓存数据",
    source_down="来源暂不可用，以下为 {time} 的数据",
    number="编号",
    device="设备信息",
    fault="故障描述",
    engineer="工程师",
    customer="客户",
    salesman="销售",
    amount="金额",
    paid_at="付款时间",
    pay="去付款",
    progress="进度",
    feedback="客户反馈",
    feedback_hint="问题解决了吗？未解决时会转给负责人跟进，您可以随时更改。",
    solved="已解决",
    unsolved="未解决",
    said_solved="您反馈：已解决",
    said_unsolved="您反馈：未解决，已转给负责人",
    timeline="状态记录",
    none="暂无",
    now="当前",
    private="此页仅供您本人查看，转发后他人无法打开。",
    too_many="操作过于频繁，请稍后再试。",
    away="暂时无法读取，请稍后再试。",
)
EN = Texts(
    lang="en",
    door_title="Project progress",
    door_lead="To protect your details, show that it is you: a code goes to the phone or e-mail on file.",
    send="Send a code",
    code="Code",
    confirm="Confirm",
    denied="No access",
    denied_1="Sorry, you may not see this project.",
    denied_2="Only the people concerned may see its details.",
    forwarded="Was the link forwarded to you, or is it over?",
    ask="Ask for a new link",
    home="Home page",
    busy="One moment…",
    no_script="Turn JavaScript on in your browser and open this page again.",
    refresh="Refresh",
    print="Print",
    leave="Sign off",
    cached="Cached",
    source_down="The source does not answer; these are the data of {time}",
    number="Number",
    device="Device",
    fault="Fault",
    engineer="Engineer",
    customer="Customer",
    salesman="Sales",
    amount="Amount",
    paid_at="Paid at",
    pay="Pay",
    progress="Progress",
    feedback="Your feedback",
    feedback_hint="Is it solved? If not, the person in charge takes it up. You may change your answer.",
    solved="Solved",
    unsolved="Not solved",
    said_solved="You said: solved",
    said_unsolved="You said: not solved; the person in charge knows",
    timeline="What happened",
    none="None",
    now="now",
    private="This page is for you alone; others cannot open it when you forward it.",
    too_many="Too many requests; try again in a moment.",
    away="It cannot be read right now; try again in a moment.",
)
TEXTS: dict[Language, Texts] = {"zh": ZH, "en": EN}


def language_of(accepted: str) -> Language:
    """The first of our languages that an Accept-Language names; Chinese when it names neither."""
    for part in accepted.lower().split(","):
        name = part.partition(";")[0].strip()
        if name.startswith("zh"):
            return "zh"
        if name.startswith("en"):
            return "en"
    return "zh"
