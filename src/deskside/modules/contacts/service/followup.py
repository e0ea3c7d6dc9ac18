"""The follow-up list and its rule."""

from datetime import datetime
from zoneinfo import ZoneInfo

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Reads, Writes
from deskside.kernel.paging import Page
from deskside.kernel.vault import Vault
from deskside.modules.contacts.cache.totals import total_of
from deskside.modules.contacts.models import Customer
from deskside.modules.contacts.queries.access import access_customers, get_customer
from deskside.modules.contacts.queries.customers import present_snooze
from deskside.modules.contacts.queries.followup import due_customers, due_page, touched_colleagues
from deskside.modules.contacts.rules.followup import Rule
from deskside.modules.contacts.schemas.followup import (
    Colleague,
    Condition,
    FollowupOut,
    Reason,
    RuleIn,
    RuleOut,
    WhyOut,
)
from deskside.modules.contacts.settings import ContactsSettings, Operator
from deskside.platform.identity import RowScope
from deskside.platform.settings import GroupIn, current, save_group
from deskside.platform.settings.queries import read_group

GROUP = "contacts"
NAMED = 5


def rule_of(db: Reads | Writes) -> RuleOut:
    """The saved rule."""
    rule = Rule.of(current(db, ContactsSettings))
    return _present(rule, read_group(db, GROUP).version)


def _present(rule: Rule, version: int) -> RuleOut:
    return RuleOut(importance=rule.importance, operator=rule.operator, days=rule.days, version=version)


def asked_rule(
    db: Reads | Writes, importance: int | None, operator: Operator | None, days: int | None
) -> Rule:
    """The saved rule, changed for once."""
    saved = Rule.of(current(db, ContactsSettings))
    return Rule(
        saved.importance if importance is None else importance,
        operator or saved.operator,
        days or saved.days,
    )


def save_rule(db: Writes, body: RuleIn, actor: Principal, vault: Vault) -> RuleOut:
    """Change the rule for everybody. Raise Conflict when somebody else was faster."""
    values = dict(read_group(db, GROUP).values)
    values |= {
        "followup_importance": body.importance,
        "followup_importance_operators": body.operator,
        "followup_days": body.days,
    }
    save_group(db, GROUP, GroupIn(version=body.version, values=values), actor, vault)
    return rule_of(db)


def followup(db: Reads, rule: Rule, user: Principal, page: Page, zone: ZoneInfo) -> FollowupOut:
    """One page of those who are due, and how many they are."""
    due = due_customers(db, rule, user, zone)
    total, approximate = total_of(db, due)
    return FollowupOut(
        items=due_page(db, due, rule, page, zone),
        total=total,
        approximate=approximate,
        rule=_present(rule, read_group(db, GROUP).version),
    )


def why(db: Reads, customer_id: int, rule: Rule, user: Principal, zone: ZoneInfo) -> WhyOut:
    """Each condition, whether it holds. Raise NotFound."""
    row = get_customer(db, customer_id, user)
    since = rule.untouched_before(zone)
    colleagues = touched_colleagues(db, row, since, NAMED)
    reasons = [
        _deleted(row),
        _rated(row, rule),
        _valid(row),
        _contacted(row, rule, since, zone),
        _company(row, colleagues, zone),
        _snoozed(row, zone),
    ]
    newest = [at for at in (row.last_contact_date, *(one.last_contact_date for one in colleagues)) if at]
    return WhyOut(
        customer_id=row.id,
        due=all(reason.holds for reason in reasons),
        reasons=reasons,
        colleagues=[_named(one, access_customers(db, user)) for one in colleagues],
        snooze=present_snooze(row),
        due_on=rule.due_on(max(newest), zone) if newest else None,
    )


def _named(row: Customer, scope: RowScope) -> Colleague:
    seen = scope.covers(row.owner_id, row.department_id)
    return Colleague(
        id=row.id if seen else None,
        name=(row.name or row.email) if seen else None,
        last_contact_date=row.last_contact_date or clock.now(),
        last_contact_source=row.last_contact_source,
    )


def _reason(condition: Condition, zh: str, en: str, *, holds: bool) -> Reason:
    return Reason(condition=condition, holds=holds, zh=zh, en=en)


def _deleted(row: Customer) -> Reason:
    there = row.deleted_at is None
    zh, en = ("不在回收站", "not in the bin") if there else ("已在回收站", "in the recycle bin")
    return _reason("deleted", zh, en, holds=there)


def _rated(row: Customer, rule: Rule) -> Reason:
    zh = f"评级 {row.importance}，要求 {rule.operator} {rule.importance}"
    en = f"rating {row.importance}, wanted {rule.operator} {rule.importance}"
    return _reason("importance", zh, en, holds=rule.rated(row.importance))


def _valid(row: Customer) -> Reason:
    zh, en = [("邮箱无效", "address invalid"), ("邮箱有效", "address valid"), ("邮箱未确认", "address unconfirmed")][row.valid]  # fmt: skip  # noqa: E501
    return _reason("valid", zh, en, holds=row.valid != 0)


def _day(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}"


SOURCES = {
    "mail": ("邮件", "mail"),
    "call": ("电话", "call"),
    "visit": ("拜访", "visit"),
    "import": ("导入", "import"),
    "manual": ("手工", "by hand"),
}


def _contacted(row: Customer, rule: Rule, since: datetime, zone: ZoneInfo) -> Reason:
    at = row.last_contact_date
    if at is None:
        return _reason("contact", "从未联系", "never contacted", holds=True)
    zh, en = SOURCES.get(row.last_contact_source or "", ("其他", "other"))
    day = _day(at, zone)
    zh = f"最近联系 {day}（{zh}），间隔要求超过 {rule.days} 天"
    en = f"last contact {day} ({en}); due after more than {rule.days} days"
    return _reason("contact", zh, en, holds=at < since)


def _company(row: Customer, colleagues: list[Customer], zone: ZoneInfo) -> Reason:
    if not row.company_key:
        return _reason(
            "company", "没有公司，只看本人", "no company: only their own contact counts", holds=True
        )
    if not colleagues or colleagues[0].last_contact_date is None:
        zh, en = "同公司其他联系人近期都未联系", "nobody else of the company was contacted lately"
        return _reason("company", zh, en, holds=True)
    day = _day(colleagues[0].last_contact_date, zone)
    zh, en = f"同公司联系人 {day} 刚联系过", f"a colleague of theirs was contacted on {day}"
    return _reason("company", zh, en, holds=False)


def _snoozed(row: Customer, zone: ZoneInfo) -> Reason:
    until = row.snoozed_until
    if until is None or until <= clock.today(zone):
        return _reason("snooze", "没有暂缓", "not snoozed", holds=True)
    why = row.snooze_reason or ""
    return _reason("snooze", f"暂缓到 {until}：{why}", f"snoozed until {until}: {why}", holds=False)
