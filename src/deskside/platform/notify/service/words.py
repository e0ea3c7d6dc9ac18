"""Changing texts and rules."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from deskside.kernel import clock
from deskside.kernel.auth import Principal
from deskside.kernel.db import Writes
from deskside.kernel.errors import Conflict, Invalid, NotFound
from deskside.platform.audit import record
from deskside.platform.notify.events import Event
from deskside.platform.notify.models import Rule, TemplateVersion
from deskside.platform.notify.queries.words import (
    content_of,
    existing_event,
    newest_version,
    rule_out,
    show_template,
)
from deskside.platform.notify.rendering import as_text, values_of
from deskside.platform.notify.schemas.words import (
    PreviewOut,
    RuleIn,
    RuleOut,
    RulePatch,
    TemplateDetail,
    TemplateIn,
)
from deskside.platform.notify.texts import Channel, Content, Language, check_content, fill_content

Place = tuple[str, Channel, Language]
"""Event, channel and language of a text."""


def save_template(
    db: Writes, place: Place, body: TemplateIn, actor: Principal, language: Language
) -> TemplateDetail:
    """A new version. Invalid names unknown variables and lists the known; Conflict for an old version."""
    event = existing_event(place[0])
    check_content(body.content, event.variable_names())
    if not any(body.content.patterns().values()):
        raise Invalid("the text is empty: write one, or reset to the default", fields={"body": "empty"})
    return _save(db, place, body.version, body.content, actor, language)


def reset_template(
    db: Writes, place: Place, version: int, actor: Principal, language: Language
) -> TemplateDetail:
    """Back to the default, as a version of its own."""
    existing_event(place[0])
    return _save(db, place, version, None, actor, language)


def _save(
    db: Writes, place: Place, seen: int, content: Content | None, actor: Principal, language: Language
) -> TemplateDetail:
    event, channel, spoken = place
    row = newest_version(db, event, channel, spoken)
    if seen != (row.version if row else 0):
        raise _stale(show_template(db, event, channel, spoken, language).model_dump(mode="json"))
    stored = None if content is None else content.model_dump(mode="json")
    old = None if row is None else row.content
    made = TemplateVersion(event=event, channel=channel, language=spoken, version=seen + 1, content=stored)
    made.author, made.at = actor.name, clock.now()
    db.add(made)
    try:
        db.flush()
    except IntegrityError:
        raise _stale({}) from None
    subject = ("template", "/".join(place))
    record(
        db, actor=actor, action="notify.template.save", subject=subject, old={"content": old},
        new={"content": stored},
    )  # fmt: skip
    return show_template(db, event, channel, spoken, language)


def preview(db: Session, place: Place, draft: Content | None) -> PreviewOut:
    """The text with sample values, filled as it is when it is sent."""
    event, channel, spoken = place
    content = filled_sample(db, existing_event(event), channel, spoken, draft)
    shown = content.model_dump()
    return PreviewOut.model_validate({**shown, "text": as_text(content)})


def filled_sample(
    db: Session, event: Event, channel: Channel, spoken: Language, draft: Content | None
) -> Content:
    """A draft, or the saved text, with sample values."""
    if draft is not None:
        check_content(draft, event.variable_names())
    content = draft or content_of(db, event, channel, spoken)
    return fill_content(content, values_of(event, event.sample(spoken), {}))


def add_rule(db: Writes, body: RuleIn, actor: Principal, language: Language) -> RuleOut:
    """A new rule; Conflict where there is one for the same audience and facts."""
    event = existing_event(body.event)
    _check_rule(event, body.audience, body.facts)
    _refuse_twin(db, body.event, body.audience, body.facts, None)
    row = Rule(**body.model_dump(), weight=len(body.facts), version=1)
    db.add(row)
    db.flush()
    record(db, actor=actor, action="notify.rule.create", subject=("rule", row.id), new=body)
    return rule_out(row, language)


def change_rule(db: Writes, rule_id: int, body: RulePatch, actor: Principal, language: Language) -> RuleOut:
    """Change what is given; Conflict with `current` for an old version."""
    row = _existing_rule(db, rule_id)
    if row.version != body.version:
        raise _stale(rule_out(row, language).model_dump(mode="json"))
    given = body.model_dump(exclude_unset=True, exclude={"version"})
    given = {name: value for name, value in given.items() if value is not None}
    if "facts" in given:
        _check_rule(existing_event(row.event), row.audience, given["facts"])
        _refuse_twin(db, row.event, row.audience, given["facts"], row.id)
    old = {name: getattr(row, name) for name in given}
    for name, value in given.items():
        setattr(row, name, value)
    row.weight, row.version = len(row.facts), row.version + 1
    db.flush()
    record(db, actor=actor, action="notify.rule.update", subject=("rule", row.id), old=old, new=given)
    return rule_out(row, language)


def remove_rule(db: Writes, rule_id: int, actor: Principal) -> None:
    """Take a rule away."""
    row = _existing_rule(db, rule_id)
    old = {"event": row.event, "audience": row.audience, "facts": row.facts, "enabled": row.enabled}
    db.delete(row)
    record(db, actor=actor, action="notify.rule.delete", subject=("rule", rule_id), old=old)


def _existing_rule(db: Writes, rule_id: int) -> Rule:
    row = db.get(Rule, rule_id)
    if row is None:
        raise NotFound("there is no such rule; load the list again")
    return row


def _check_rule(event: Event, audience: str, facts: Mapping[str, str]) -> None:
    wrong: dict[str, str] = {}
    audiences = [one.key for one in event.audiences]
    if audience not in audiences:
        wrong["audience"] = f"unknown; known: {', '.join(audiences)}"
    conditions = {one.name: [choice.value for choice in one.choices] for one in event.conditions}
    for name, value in facts.items():
        if name not in conditions:
            wrong[f"facts.{name}"] = f"unknown; known: {', '.join(conditions) or 'none'}"
        elif conditions[name] and value not in conditions[name]:
            wrong[f"facts.{name}"] = f"unknown; known: {', '.join(conditions[name])}"
    if wrong:
        raise Invalid("; ".join(f"{where}: {text}" for where, text in wrong.items()), fields=wrong)


def _refuse_twin(db: Writes, event: str, audience: str, facts: Mapping[str, str], own: int | None) -> None:
    rows = db.scalars(select(Rule).where(Rule.event == event, Rule.audience == audience))
    if any(row.facts == facts and row.id != own for row in rows):
        raise Conflict("there is a rule for the same audience and conditions: change that one", code="exists")


def _stale(current: Mapping[str, object]) -> Conflict:
    sentence = "somebody else saved it meanwhile; look at theirs and try again"
    return Conflict(sentence, code="stale", extra={"current": dict(current)})
