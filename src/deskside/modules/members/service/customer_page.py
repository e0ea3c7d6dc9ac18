"""CUST-1: one customer on one page."""

from deskside.kernel.masking import mask_phone
from deskside.modules.members.queries.customers import read_banner
from deskside.modules.members.rules.days import days_since
from deskside.modules.members.schemas.customers import AiInsight, CustomerDetail
from deskside.modules.members.service import customer_parts as parts
from deskside.modules.members.service.asking import BANNER, Asking, ask_member, shown_member


def read_customer(asking: Asking, customer_id: int) -> CustomerDetail:
    """The page. Raise NotFound for a customer whom the viewer may not see."""
    page, viewer, site = asking.page(), asking.viewer, asking.viewer.site
    member = ask_member(page, viewer, customer_id)
    consumption = page.warehouse("consumptionRecords", parts.read_consumption, site, customer_id)
    banner = page.warehouse(BANNER, read_banner, site, customer_id, asking.recent)
    favourites = page.warehouse("favoriteCoaches", parts.read_favourites, site, customer_id)
    wanted = parts.TasksWanted(site, customer_id, viewer.coach_id, asking.recent, asking.today)
    tasks = page.both("coachTasks", parts.read_tasks, wanted)
    insight = page.own("aiInsight", parts.read_ai_insight, site, customer_id)
    clues = page.own("retentionClues", parts.read_clues, site, customer_id)
    notes = page.own("notes", parts.read_notes, site, customer_id)

    who = shown_member(member, viewer, customer_id)
    figures = banner.or_none()
    spent = consumption.or_default(parts.NOTHING_SPENT)
    last_visit = figures.last_visit if figures else None
    return CustomerDetail(
        id=customer_id,
        name=who.name,
        phone=mask_phone(who.phone) if who.phone else None,
        avatar=who.avatar,
        level=who.level,
        balance=figures.balance if figures else None,
        consumption_60d=figures.consumption if figures else None,
        days_since_visit=days_since(last_visit, asking.today, asking.zone),
        ai_insight=insight.or_default(AiInsight()),
        retention_clues=clues.or_default([]),
        notes=notes.or_default([]),
        consumption_records=spent.records,
        has_more_consumption=spent.has_more,
        coach_tasks=tasks.or_default([]),
        favorite_coaches=favourites.or_default([]),
        degraded=page.degraded,
    )
