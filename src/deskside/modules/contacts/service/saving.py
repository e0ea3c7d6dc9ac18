"""Some rows of an upload saved, or only judged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes, upsert
from deskside.modules.contacts.models import (
    BatchRow,
    Customer,
    CustomerEmail,
    CustomerImport,
    CustomerImportRow,
)
from deskside.modules.contacts.queries.access import access_customers
from deskside.modules.contacts.rules.imports import Wish, say
from deskside.modules.contacts.rules.keys import email_key
from deskside.modules.contacts.rules.planning import TEXTS, Plan, applied, plan_creation, plan_update
from deskside.modules.contacts.service.contacting import forward
from deskside.modules.contacts.service.customers import own
from deskside.modules.contacts.service.indexing import emails_of
from deskside.modules.contacts.service.verdicts import Finding, record_verdict
from deskside.modules.contacts.service.writing import add_customers, change, new_customer, snapshot, touch

COMPARED = (*TEXTS, "last_contact_date", "valid", "valid_manual")
IMPORTED = "导入 / import"


@dataclass(slots=True)
class Judged:
    """What became of one wish."""

    wish: Wish
    outcome: str
    reason: str | None = None
    customer: Customer | None = None


@dataclass(slots=True)
class Saving:
    """One upload being saved. `shadow` is what a dry run has made of addresses so far."""

    row: CustomerImport
    actor: Principal
    shadow: dict[str, dict[str, Any]] = field(default_factory=dict)

    def save(self, db: Writes, first_place: int, wishes: Sequence[Wish]) -> list[Judged]:
        """Judge, and save unless it is a dry run, wishes that speak of different customers."""
        held = _held(db, [email_key(one) for wish in wishes for one in wish.emails])
        scope = access_customers(db, self.actor)
        made: list[tuple[Judged, Plan]] = []
        judged: list[Judged] = []
        for wish in wishes:
            found = {row.id: row for one in wish.emails if (row := held.get(email_key(one))) is not None}
            row = next(iter(found.values()), None)
            problem = wish.problem
            if problem is None and row is not None:
                covered = scope.covers(row.owner_id, row.department_id)
                problem = self._problem(len(found), row, covered=covered)
            if problem is not None:
                judged.append(Judged(wish, "failed", problem))
            elif self.row.dry_run:
                judged.append(self._judge(wish, row))
            elif row is None:
                judged.append(Judged(wish, "created"))
                made.append((judged[-1], plan_creation(wish.fields)))
            else:
                judged.append(self._update(db, wish, row))
        self._create(db, made)
        _store(db, self.row.id, first_place, judged)
        return judged

    def _problem(self, count: int, row: Customer, *, covered: bool) -> str | None:
        language = self.row.language
        if not covered:
            return say(language, "elsewhere")
        if row.deleted_at is not None:
            return say(language, "binned")
        return say(language, "several") if count > 1 else None

    def _judge(self, wish: Wish, row: Customer | None) -> Judged:
        keys = [email_key(one) for one in wish.emails]
        present = next((self.shadow[key] for key in keys if key in self.shadow), None)
        if present is None and row is not None:
            present = {name: getattr(row, name) for name in COMPARED}
        plan = plan_creation(wish.fields) if present is None else plan_update(wish.fields, present)
        for key in keys:
            self.shadow[key] = applied(present, plan)
        return Judged(wish, plan.outcome, None, row)

    def _update(self, db: Writes, wish: Wish, row: Customer) -> Judged:
        plan = plan_update(wish.fields, {name: getattr(row, name) for name in COMPARED})
        changes = dict(plan.changes)
        if len(wish.emails) > 1:
            changes["emails"] = _more(emails_of(db, row), wish.emails)
        before = snapshot(db, row)
        touched = change(db, row, changes, self.actor) if changes else False
        if plan.valid is not None:
            record_verdict(db, row, _finding(plan.valid, self.actor))
        if plan.contact is not None:
            forward(db, [row.id], plan.contact, "import")
            db.refresh(row)
        if not touched and plan.outcome == "unchanged":
            return Judged(wish, "unchanged", None, row)
        if not touched:
            touch(row, self.actor)
        self._keep(db, row, before)
        return Judged(wish, "updated", None, row)

    def _create(self, db: Writes, made: list[tuple[Judged, Plan]]) -> None:
        rows = []
        for one, plan in made:
            one.customer = new_customer(email=one.wish.emails[0], **plan.changes)
            if plan.contact is not None:
                one.customer.last_contact_date = plan.contact
                one.customer.last_contact_source = "import"
            own(one.customer, self.actor)
            rows.append(one.customer)
        if not rows:
            return
        add_customers(db, rows, {place: (one.wish.emails[1:], []) for place, (one, _plan) in enumerate(made)})
        for row, (_one, plan) in zip(rows, made, strict=True):
            if plan.valid in {0, 1}:
                record_verdict(db, row, _finding(plan.valid or 0, self.actor))
            self._keep(db, row, None)

    def _keep(self, db: Writes, row: Customer, before: dict[str, Any] | None) -> None:
        """What an undo goes by; of a customer that several rows speak of, how it was before the first."""
        facts = {
            "batch_id": self.row.batch_id,
            "customer_id": row.id,
            "before": before,
            "after": None,
            "version": row.version,
        }
        upsert(db, BatchRow, [facts], keys=["batch_id", "customer_id"], update=["version"])


def _finding(valid: int, actor: Principal) -> Finding:
    known: dict[int, Any] = {0: 0, 1: 1, 2: 2}
    return Finding(known[valid], "import", actor.name, reason=IMPORTED, by_id=actor.user_id)


def _more(present: list[str], given: list[str]) -> list[str]:
    keys = {email_key(one) for one in present}
    return [*present[1:], *(one for one in given if email_key(one) not in keys)]


def _held(db: Writes, keys: list[str]) -> dict[str, Customer]:
    table = CustomerEmail
    wanted = select(table.email_key, table.customer_id).where(table.email_key.in_(sorted(set(keys))))
    owners = dict(db.execute(wanted).all())
    ids = sorted(set(owners.values()))
    rows = select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id).with_for_update()
    known = {row.id: row for row in db.scalars(rows.execution_options(populate_existing=True))}
    return {key: known[one] for key, one in owners.items() if one in known}


def _store(db: Writes, import_id: int, first_place: int, judged: list[Judged]) -> None:
    rows = [
        {
            "import_id": import_id,
            "place": place,
            "row_number": one.wish.number,
            "email": ", ".join(one.wish.emails)[:256],
            "name": str(one.wish.fields.get("name", ""))[:128],
            "customer_id": None if one.customer is None else one.customer.id,
            "outcome": one.outcome,
            "reason": one.reason,
        }
        for place, one in enumerate(judged, first_place)
    ]
    if rows:
        db.execute(insert(CustomerImportRow), rows)


def stamp(row: CustomerImport) -> None:
    """It was taken back."""
    row.undone_at = clock.now()
