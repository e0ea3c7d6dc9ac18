"""Which accounts a reminder would be shown to, asked of the database in sets; agrees with `rules.applies`."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Exists, Select, exists, false, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskside.kernel.auth import Principal
from deskside.modules.assist import rules
from deskside.modules.assist.errors import no_reminder, wrong_field
from deskside.modules.assist.models import (
    UNTOLD,
    AccountTag,
    AcctReminder,
    AssistAccount,
    Number,
    NumberList,
    Reminder,
)
from deskside.modules.assist.models.imports import AccountList, AccountListRow
from deskside.modules.assist.queries.businesses import known_businesses
from deskside.modules.assist.schemas.previews import PreviewIn, SampleAccount

SAMPLES = 10
Accounts = Select[int]


@dataclass(frozen=True, slots=True)
class Audience:
    """A target, the names of its products (None: all), and where its listed accounts are."""

    target: rules.Target
    businesses: frozenset[str] | None
    list_id: int | None = None
    reminder_id: int | None = None


def audience_of(db: Session, draft: PreviewIn, user: Principal) -> Audience:
    """What the draft's words mean. Raise BadRequest for an unknown name, Invalid for an unknown list."""
    known = known_businesses(db)
    ids = frozenset(rules.find_business(name, known) for name in draft.businesses)
    chosen = rules.target_businesses(ids, is_all=draft.is_all_business, is_global=draft.is_global)
    target = rules.Target(
        markets=frozenset(rules.parse_markets(draft.markets)),
        business_ids=chosen,
        is_global=draft.is_global,
        tag=rules.parse_title(draft.title).tag,
        number_list_id=_number_list(db, draft.number_list),
    )
    names = None if chosen is None else frozenset(known[one] for one in chosen)
    if draft.is_global:
        return Audience(target, names)
    if draft.account_list is not None:
        return _with_list(db, Audience(target, names), draft.account_list, user)
    if draft.reminder_id is not None and db.get(Reminder, draft.reminder_id) is None:
        raise no_reminder(draft.reminder_id)
    return Audience(target, names, reminder_id=draft.reminder_id)


def _number_list(db: Session, name: str | None) -> int | None:
    if not name:
        return None
    found = db.scalar(select(NumberList.id).where(NumberList.name == name))
    if found is None:
        raise wrong_field("number_list", f"unknown number list {name!r}")
    return found


def _with_list(db: Session, audience: Audience, list_id: int, user: Principal) -> Audience:
    """The accounts of an uploaded list; one that was used is now its reminder's."""
    row = db.scalar(
        select(AccountList).where(AccountList.id == list_id, AccountList.owner_id == user.user_id)
    )
    if row is None or row.state != "ready":
        raise wrong_field("account_list", f"account list {list_id} is not ready, or not yours")
    if row.reminder_id is not None:
        return replace(audience, reminder_id=row.reminder_id)
    return replace(audience, list_id=list_id)


def recorded_accounts() -> Accounts:
    """Every account that a look-up reported."""
    return select(AssistAccount.acct_id)


def listed_accounts(audience: Audience) -> Accounts | None:
    """The account list; None for everybody."""
    if audience.target.is_global:
        return None
    if audience.list_id is not None:
        return select(AccountListRow.acct_id).where(AccountListRow.list_id == audience.list_id)
    table = AcctReminder
    return select(table.acct_id).where(table.reminder_id == audience.reminder_id, table.listed)


def sure_accounts(audience: Audience) -> Accounts:
    """Those of which is known all that the target asks, and it fits."""
    listed = listed_accounts(audience)
    if listed is not None and not _asks_facts(audience.target):
        return listed
    return _fitting(audience, audience.target.tag, listed)


def unsure_accounts(audience: Audience) -> list[Accounts]:
    """Those of which something is not known that the target asks; nothing known speaks against them.

    No account is in two of them.
    """
    listed = listed_accounts(audience)
    found = [] if audience.target.tag is None else [_fitting(audience, UNTOLD, listed)]
    if listed is not None and _asks_facts(audience.target):
        one = listed.selected_columns.acct_id
        found.append(listed.where(~exists().where(AssistAccount.acct_id == one)))
    return found


def _asks_facts(target: rules.Target) -> bool:
    narrow = target.business_ids is not None or target.tag is not None or target.number_list_id is not None
    return narrow or not target.markets.issuperset(rules.MARKETS)


def _fitting(audience: Audience, tag: str | None, listed: Accounts | None) -> Accounts:
    """Recorded accounts that fit, those with `tag`; driven by the list or else the tag."""
    if audience.target.tag is not None and not audience.target.tag:
        return recorded_accounts().where(false())
    if listed is not None:
        one = listed.selected_columns.acct_id
        found = listed.where(_recorded(audience, one))
        return (
            found
            if tag is None
            else found.where(exists().where(AccountTag.tag == tag, AccountTag.acct_id == one))
        )
    if tag is not None:
        return select(AccountTag.acct_id).where(
            AccountTag.tag == tag, _recorded(audience, AccountTag.acct_id)
        )
    return recorded_accounts().where(*_facts(audience))


def _recorded(audience: Audience, acct_id: ColumnElement[int] | InstrumentedAttribute[int]) -> Exists:
    return exists().where(AssistAccount.acct_id == acct_id, *_facts(audience))


def _facts(audience: Audience) -> list[ColumnElement[bool]]:
    table, number_list_id = AssistAccount, audience.target.number_list_id
    market: ColumnElement[str] = table.market.expression
    facts: list[ColumnElement[bool]] = []
    if number_list_id is not None:
        facts.append(table.cn_num.in_(select(Number.number).where(Number.list_id == number_list_id)))
        # Hidden from the index of markets: the few numbers are to lead, also where no statistics say so.
        market = func.coalesce(market, "")
    if audience.businesses is not None or not audience.target.markets.issuperset(rules.MARKETS):
        facts.append(market.in_(sorted(audience.target.markets)))
    if audience.businesses is not None:
        facts.append(table.business.in_(sorted(audience.businesses)))
    return facts


def count_accounts(db: Session, accounts: Accounts, limit: int | None = None) -> int:
    """How many there are, counting no further than `limit`."""
    return db.scalar(select(func.count()).select_from(accounts.limit(limit).subquery())) or 0


def sample_accounts(db: Session, audience: Audience) -> list[SampleAccount]:
    """Ten of them, those that are sure first."""
    sure = list(db.scalars(sure_accounts(audience).limit(SAMPLES)))
    rest: list[int] = []
    for accounts in unsure_accounts(audience):
        rest += db.scalars(accounts.limit(SAMPLES - len(sure) - len(rest)))
    table = AssistAccount
    known = {row.acct_id: row for row in db.scalars(select(table).where(table.acct_id.in_(sure + rest)))}
    return [_sample(one, known.get(one), sure=one in sure) for one in sorted(sure) + sorted(rest)]


def _sample(acct_id: int, row: AssistAccount | None, *, sure: bool) -> SampleAccount:
    if row is None:
        return SampleAccount(acct_id=acct_id, market=None, business=None, tags=None, sure=sure)
    return SampleAccount(acct_id=acct_id, market=row.market, business=row.business, tags=row.tags, sure=sure)
