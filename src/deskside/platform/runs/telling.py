"""Telling people of alarms: when one is raised, and when it is over."""

from collections.abc import Iterable

from sqlalchemy import select

from deskside.kernel.db import Writes
from deskside.platform.identity import User, scopes_now
from deskside.platform.notify import (
    Audience,
    Choice,
    Condition,
    Content,
    Event,
    Notice,
    Recipient,
    Texts,
    Variable,
    declare_event,
    post,
)
from deskside.platform.notify.settings import NotifySettings
from deskside.platform.runs.models import Alarm
from deskside.platform.runs.schemas import alarm_out
from deskside.platform.runs.titles import Language
from deskside.platform.settings import Words, current

RAISED, RECOVERED = "raised", "recovered"
STATES = {RAISED: Words("告警", "Alarm"), RECOVERED: Words("已恢复", "Recovered")}
MANAGES = "runs:manage"
WHERE = "/runs"

ALARM = declare_event(
    Event(
        name="runs.alarm",
        title=Words("告警与恢复", "Alarms and recoveries"),
        variables=(
            Variable("state", Words("告警或恢复", "Alarm or recovered"), STATES[RAISED]),
            Variable("title", Words("对象", "About"), Words("同步话单", "Sync call records")),
            Variable(
                "message",
                Words("说明", "What is wrong"),
                Words("“同步话单”失败：连接超时。", "Sync call records failed: timed out."),
            ),
        ),
        templates={
            "text": Texts(
                Content(
                    title="【{state}】{title}",
                    body="{message}",
                    fields={"state": "{state}", "title": "{title}"},
                ),
                Content(
                    title="[{state}] {title}",
                    body="{message}",
                    fields={"state": "{state}", "title": "{title}"},
                ),
            ),
        },
        audiences=(
            Audience("managers", Words("告警接收人", "Who is told of alarms"), ("inbox", "wecom", "email")),
        ),
        conditions=(
            Condition(
                "state", Words("状态", "State"), tuple(Choice(key, words) for key, words in STATES.items())
            ),
            Condition("kind", Words("种类", "Kind")),
        ),
    )
)


def tell_of_alarm(db: Writes, alarm: Alarm, state: str) -> None:
    """Post to everybody who is to know; of one alarm only the newest state reaches them."""
    for user in recipients_of_alarms(db):
        language: Language = "en" if user.locale.startswith("en") else "zh"
        shown = alarm_out(alarm, language)
        notice = Notice(
            event=ALARM.name,
            key=f"{alarm.id}:{state}",
            recipient=Recipient.user(user.id, user.name, language),
            variables={
                "state": getattr(STATES[state], language), "title": shown.title, "message": shown.message
            },
            subject=f"alarm:{alarm.kind}:{alarm.subject}",
            audience="managers",
            facts={"state": state, "kind": alarm.kind},
            href=WHERE,
        )  # fmt: skip
        post(db, notice)


def recipients_of_alarms(db: Writes) -> Iterable[User]:
    """Those whom the settings name; nobody named: everybody who may manage runs."""
    names = current(db, NotifySettings).alarm_logins.replace("，", ",").split(",")
    logins = {name.strip().lower() for name in names if name.strip()}
    users = db.scalars(select(User).where(User.approved, User.disabled.is_(False)).order_by(User.id))
    if logins:
        return [user for user in users if user.login.lower() in logins]
    return [user for user in users if MANAGES in scopes_now(user)]
