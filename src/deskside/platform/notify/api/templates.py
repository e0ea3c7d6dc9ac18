"""Events and their texts."""

from typing import Annotated

from fastapi import Depends, Path, Query

from deskside.kernel.paging import Items
from deskside.kernel.routing import make_router
from deskside.kernel.wire import Db
from deskside.platform.notify.api.access import READS, Manager, SendersOf, Spoken
from deskside.platform.notify.queries.words import list_events, list_templates, show_template
from deskside.platform.notify.schemas.words import (
    Draft,
    EventOut,
    PreviewOut,
    TemplateDetail,
    TemplateIn,
    TemplateOut,
    TemplateReset,
    TrialOut,
)
from deskside.platform.notify.service.testing import try_sending
from deskside.platform.notify.service.words import Place, preview, reset_template, save_template
from deskside.platform.notify.texts import Channel, Language

router = make_router("notify", "/api/notify")
EventName = Annotated[str, Path(max_length=80, pattern=r"^[a-z0-9_.]+$")]


def _place(event: EventName, channel: Channel, spoken: Language) -> Place:
    return event, channel, spoken


PlaceOf = Annotated[Place, Depends(_place)]
ONE = "/templates/{event}/{channel}/{spoken}"


@router.get("/events", dependencies=READS)
def get_events(db: Db, language: Spoken) -> Items[EventOut]:
    """What can be told, to whom, under which conditions."""
    return db.read(list_events, language)


@router.get("/templates", dependencies=READS)
def get_templates(
    db: Db, language: Spoken, event: Annotated[str | None, Query(max_length=80)] = None
) -> Items[TemplateOut]:
    """The text of every event, or of one, on every channel in both languages."""
    return db.read(list_templates, event, language)


@router.get(ONE, dependencies=READS)
def get_template(db: Db, place: PlaceOf, language: Spoken) -> TemplateDetail:
    """One text with its variables, default and history."""
    return db.read(show_template, *place, language)


@router.put(ONE)
def put_template(
    db: Db,
    place: PlaceOf,
    body: TemplateIn,
    actor: Manager,
    language: Spoken,
) -> TemplateDetail:
    """Save; 422 lists the known variables, 409 has `current` when `version` is old."""
    return db.write(save_template, place, body, actor, language)


@router.post(f"{ONE}/reset")
def post_template_reset(
    db: Db,
    place: PlaceOf,
    body: TemplateReset,
    actor: Manager,
    language: Spoken,
) -> TemplateDetail:
    """Back to the default."""
    return db.write(reset_template, place, body.version, actor, language)


@router.post(f"{ONE}/preview", dependencies=READS)
def post_template_preview(db: Db, place: PlaceOf, body: Draft) -> PreviewOut:
    """A draft, or the saved text, as it would be sent, with sample values."""
    return db.read(preview, place, body.content)


@router.post(f"{ONE}/test")
def post_template_test(
    db: Db,
    senders: SendersOf,
    place: PlaceOf,
    body: Draft,
    actor: Manager,
) -> TrialOut:
    """Send it to oneself; tells the step that failed, or what the provider answered."""
    return try_sending(db, senders, place, body.content, actor)
