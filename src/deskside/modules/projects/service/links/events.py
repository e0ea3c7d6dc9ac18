"""What is told about links: the code, a recipient who asks for a new one, one that ends soon, feedback."""

from deskside.platform.notify import Audience, Content, Event, Texts, Variable, declare_event
from deskside.platform.settings import Words

RECIPIENT = Audience("recipient", Words("链接的收件人", "The link's recipient"), ("sms", "email"))
OWNER = Audience("owner", Words("项目负责人", "Who is in charge"), ("inbox", "wecom"))
SENT_LINK = Audience("recipient", RECIPIENT.title, ("wechat", "sms", "email"))

_TITLE = Variable("title", Words("项目标题", "Project"), Words("空调维修工单", "Air conditioner repair"))
_ID = Variable("order_id", Words("项目编号", "Number"), Words("W202402020001", "W202402020001"))
_NAME = Variable("name", Words("客户姓名", "Customer"), Words("王女士", "Ms Wang"))

CODE = declare_event(
    Event(
        name="projects.link_code",
        title=Words("项目链接验证码", "Code of a project link"),
        variables=(
            Variable("code", Words("验证码", "Code"), Words("204816", "204816"), minted=True),
            Variable("minutes", Words("有效分钟数", "Minutes"), Words("5", "5")),
        ),
        templates={
            "text": Texts(
                Content(
                    title="查看项目进度的验证码",
                    body="验证码 {code}，{minutes} 分钟内有效。如非您本人操作，请忽略，勿告知他人。",
                ),
                Content(
                    title="Your code for the project page",
                    body="Your code is {code}, good for {minutes} minutes. Tell it to nobody.",
                ),
            ),
            "sms": Texts(
                Content(
                    body="验证码 {code}，{minutes} 分钟内有效，请勿告知他人。",
                    fields={"code": "{code}", "minutes": "{minutes}"},
                ),
                Content(
                    body="Your code is {code}, good for {minutes} minutes. Tell it to nobody.",
                    fields={"code": "{code}", "minutes": "{minutes}"},
                ),
            ),
        },
        audiences=(RECIPIENT,),
        urgent=True,
        mandatory=True,
    )
)
LINK = declare_event(
    Event(
        name="projects.link_sent",
        title=Words("发送项目链接", "A project link is sent"),
        variables=(
            _TITLE,
            _ID,
            _NAME,
            Variable(
                "link",
                Words("收件人的链接", "The recipient's link"),
                Words("https://example.com/s/…", "https://example.com/s/…"),
                minted=True,
            ),
        ),
        templates={
            "text": Texts(
                Content(
                    title="查看项目进度：{title}",
                    body="{name}，您的项目【{title}】进度可在此查看（仅限本人，打开后需验证）：{link}",
                    fields={"title": "{title}", "link": "{link}"},
                    link="{link}",
                ),
                Content(
                    title="Progress of {title}",
                    body="{name}, see your project “{title}” here (for you alone): {link}",
                    fields={"title": "{title}", "link": "{link}"},
                    link="{link}",
                ),
            ),
        },
        audiences=(SENT_LINK,),
        urgent=True,
    )
)


def _for_owner(name: str, title: Words, zh: Content, en: Content) -> Event:
    """An event that the person in charge hears of."""
    return declare_event(
        Event(
            name=name,
            title=title,
            variables=(_TITLE, _ID, _NAME),
            templates={"text": Texts(zh, en)},
            audiences=(OWNER,),
        )
    )


ASKED = _for_owner(
    "projects.link_asked",
    Words("客户申请新链接", "Somebody asks for a new link"),
    Content(title="申请新链接：{title}", body="{name} 申请 {order_id} 的新链接，请在项目页中处理。"),
    Content(title="A new link is asked for: {title}", body="{name} asks for a new link to {order_id}."),
)
EXPIRING = _for_owner(
    "projects.link_expiring",
    Words("项目链接即将到期", "A project link ends soon"),
    Content(title="链接即将到期：{title}", body="{name} 查看 {order_id} 的链接一天内到期，可延长或重发。"),
    Content(title="A link ends soon: {title}", body="{name}'s link to {order_id} ends within a day."),
)
UNSOLVED = _for_owner(
    "projects.feedback",
    Words("客户反馈未解决", "A customer says: not solved"),
    Content(title="客户反馈未解决：{title}", body="{name} 反馈项目 {order_id} 的问题未解决，请跟进。"),
    Content(title="Not solved: {title}", body="{name} says that {order_id} is not solved."),
)
