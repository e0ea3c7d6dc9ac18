"""Events, texts and rules as people see them."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from deskside.kernel.db import Reads
from deskside.kernel.errors import NotFound
from deskside.kernel.paging import Items
from deskside.platform.notify.events import Audience, Condition, Event, Variable, find_event, known_events
from deskside.platform.notify.models import Rule, TemplateVersion
from deskside.platform.notify.queries.log import event_title
from deskside.platform.notify.rulebook import default_channels
from deskside.platform.notify.schemas.words import (
    AudienceOut,
    ChoiceOut,
    ConditionOut,
    EventOut,
    RuleOut,
    TemplateDetail,
    TemplateOut,
    TemplateVersionOut,
    VariableOut,
)
from deskside.platform.notify.texts import CHANNELS, Content, Language
from deskside.platform.notify.words import said

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def list_events(_db: Reads, language: Language) -> Items[EventOut]:
    """What can be told."""
    items = [_event_out(event, language) for event in known_events()]
    return Items(items=items, total=len(items))


def existing_event(name: str) -> Event:
    """The event, or NotFound."""
    event = find_event(name)
    if event is None:
        raise NotFound(f"there is no event {name[:80]!r}; the list of events names them")
    return event


def list_templates(db: Reads, event: str | None, language: Language) -> Items[TemplateOut]:
    """The text of every event on every channel in both languages, as it is sent now."""
    events = known_events() if event is None else [existing_event(event)]
    newest = newest_versions(db, event)
    items = [
        TemplateOut.model_validate(_template(one, channel, spoken, newest, language))
        for one in events
        for channel in CHANNELS
        for spoken in LANGUAGES
    ]
    return Items(items=items, total=len(items))


def show_template(db: Session, event: str, channel: str, spoken: str, language: Language) -> TemplateDetail:
    """One text with what its editor needs; NotFound."""
    known = existing_event(event)
    rows = db.scalars(
        select(TemplateVersion)
        .where(_is(event, channel, spoken))
        .order_by(TemplateVersion.version.desc())
        .limit(50)
    ).all()
    newest = {(event, channel, spoken): rows[0]} if rows else {}
    values = _template(known, channel, spoken, newest, language) | {
        "default": known.text_of(channel, spoken),
        "variables": [_variable_out(one, language) for one in known.variables],
        "history": [TemplateVersionOut.model_validate(row) for row in rows],
    }
    return TemplateDetail.model_validate(values)


def newest_versions(db: Session, event: str | None = None) -> dict[tuple[str, str, str], TemplateVersion]:
    """The last saved version of each text."""
    rows = select(TemplateVersion).order_by(TemplateVersion.version)
    if event is not None:
        rows = rows.where(TemplateVersion.event == event)
    return {(row.event, row.channel, row.language): row for row in db.scalars(rows)}


def content_of(db: Session, event: Event, channel: str, language: str) -> Content:
    """The text as it is sent now."""
    row = newest_version(db, event.name, channel, language)
    if row is None or row.content is None:
        return event.text_of(channel, language)
    return Content.model_validate(row.content)


def newest_version(db: Session, event: str, channel: str, language: str) -> TemplateVersion | None:
    """The last saved version; None: never edited."""
    versions = select(TemplateVersion).where(_is(event, channel, language))
    return db.scalar(versions.order_by(TemplateVersion.version.desc()).limit(1))


def list_rules(db: Reads, event: str | None, language: Language) -> Items[RuleOut]:
    """Every rule, by event and audience, the most particular first."""
    rows = select(Rule).order_by(Rule.event, Rule.audience, Rule.weight.desc(), Rule.id)
    if event is not None:
        rows = rows.where(Rule.event == event)
    items = [rule_out(row, language) for row in db.scalars(rows)]
    return Items(items=items, total=len(items))


def rule_out(row: Rule, language: Language) -> RuleOut:
    """A rule with the words for what it names."""
    event = find_event(row.event)
    audiences = {} if event is None else {one.key: said(one.title, language) for one in event.audiences}
    return RuleOut.model_validate(
        {
            "id": row.id,
            "event": row.event,
            "event_title": event_title(row.event, language),
            "audience": row.audience,
            "audience_title": audiences.get(row.audience, row.audience),
            "facts": row.facts,
            "enabled": row.enabled,
            "channels": row.channels,
            "version": row.version,
        }
    )


def _is(event: str, channel: str, language: str) -> ColumnElement[bool]:
    place = (TemplateVersion.event, TemplateVersion.channel, TemplateVersion.language)
    return and_(*(column == value for column, value in zip(place, (event, channel, language), strict=True)))


def _template(
    event: Event,
    channel: str,
    spoken: str,
    newest: dict[tuple[str, str, str], TemplateVersion],
    language: Language,
) -> dict[str, object]:
    row = newest.get((event.name, channel, spoken))
    edited = row is not None and row.content is not None
    return {
        "event": event.name,
        "event_title": said(event.title, language),
        "channel": channel,
        "language": spoken,
        "version": row.version if row else 0,
        "edited": edited,
        "content": row.content if row is not None and edited else event.text_of(channel, spoken),
        "author": row.author if row else None,
        "at": row.at if row else None,
    }


def _event_out(event: Event, language: Language) -> EventOut:
    return EventOut(
        name=event.name,
        title=said(event.title, language),
        urgent=event.urgent,
        mandatory=event.mandatory,
        variables=[_variable_out(one, language) for one in event.variables],
        conditions=[_condition_out(one, language) for one in event.conditions],
        audiences=[_audience_out(event, one, language) for one in event.audiences],
    )


def _variable_out(one: Variable, language: Language) -> VariableOut:
    title, sample = said(one.title, language), said(one.sample, language)
    return VariableOut(name=one.name, title=title, sample=sample, minted=one.minted)


def _condition_out(one: Condition, language: Language) -> ConditionOut:
    choices = [ChoiceOut(value=each.value, title=said(each.title, language)) for each in one.choices]
    return ConditionOut(name=one.name, title=said(one.title, language), choices=choices)


def _audience_out(event: Event, one: Audience, language: Language) -> AudienceOut:
    values = {
        "key": one.key,
        "title": said(one.title, language),
        "channels": default_channels(event, one.key),
    }
    return AudienceOut.model_validate(values)
