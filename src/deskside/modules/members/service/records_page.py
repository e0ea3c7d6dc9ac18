"""CUST-2: a customer's services of one month."""

from typing import NamedTuple

from sqlalchemy import Connection

from deskside.kernel.masking import mask_phone
from deskside.modules.members.queries.records import (
    RecordsWanted,
    count_services,
    list_records,
    sum_records,
)
from deskside.modules.members.queries.rows import ServiceRecord
from deskside.modules.members.rules.days import Month
from deskside.modules.members.schemas.customers import CustomerRecords, ServiceRecordItem
from deskside.modules.members.service.asking import Asking, ask_member, shown_member


class RecordsAsked(NamedTuple):
    """One page of a month's services; `table` is an exact name, None: any."""

    month: Month
    table: str | None
    page: int
    page_size: int


class Slice(NamedTuple):
    """Part of a list, and whether it goes on."""

    rows: list[ServiceRecord]
    has_more: bool


def read_records(asking: Asking, customer_id: int, asked: RecordsAsked) -> CustomerRecords:
    """The page. Raise NotFound for a customer whom the viewer may not see."""
    page, viewer = asking.page(), asking.viewer
    member = ask_member(page, viewer, customer_id)
    span = asked.month.span(asking.zone)
    wanted = RecordsWanted(viewer.site, customer_id, span, asked.table)
    listed = page.warehouse("records", read_slice, wanted, asked.page, asked.page_size)
    month = page.warehouse("monthTotals", sum_records, wanted)
    total = page.warehouse("totalServiceCount", count_services, viewer.site, customer_id)

    who = shown_member(member, viewer, customer_id)
    found = listed.or_default(Slice([], has_more=False))
    figures = month.or_none()
    return CustomerRecords(
        customer_name=who.name,
        customer_phone=mask_phone(who.phone) if who.phone else None,
        month_count=figures.times if figures else None,
        month_hours=figures.hours if figures else None,
        total_service_count=total.or_none(),
        records=[show_record(row) for row in found.rows],
        has_more=found.has_more,
        degraded=page.degraded,
    )


def read_slice(warehouse: Connection, wanted: RecordsWanted, page: int, page_size: int) -> Slice:
    """One row more than the page holds tells whether there is another."""
    rows = list_records(warehouse, wanted, (page - 1) * page_size, page_size + 1)
    return Slice(rows[:page_size], has_more=len(rows) > page_size)


def show_record(row: ServiceRecord) -> ServiceRecordItem:
    """A service as a customer's page lists it."""
    return ServiceRecordItem(
        id=row.service_id,
        date=row.create_time,
        table=row.table_name,
        record_type="recharge" if row.record_type == "recharge" else "course",
        course_type=row.course_type,
        hours=row.hours,
        income=row.ledger_amount,
        is_estimate=bool(row.is_estimate),
        coach_id=row.assistant_id,
        coach=row.name,
    )
