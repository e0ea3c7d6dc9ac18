"""What can be wrong with a view, each with the sentence that says what to do."""

from collections.abc import Iterable, Mapping

from deskside.kernel.errors import Conflict, Forbidden, Invalid, NotFound


def unknown_list(key: str, known: Iterable[str]) -> Invalid:
    sentence = f"no list is called {key!r}; there are: {', '.join(sorted(known)) or 'none'}"
    return Invalid(f"list_key: {sentence}", fields={"list_key": sentence}, code="list_unknown")


def no_view(view_id: int) -> NotFound:
    return NotFound(f"there is no view {view_id}, or it is not shared with you", code="view_unknown")


def name_taken(name: str) -> Conflict:
    return Conflict(
        f"you have a view called {name!r} of this list already: choose another name", code="exists"
    )


def too_many(most: int) -> Conflict:
    return Conflict(f"you keep {most} views of this list already: delete one first", code="full")


def not_yours_to_share(scope: str) -> Forbidden:
    return Forbidden(
        f"shared views need the scope {scope}; keep the view for yourself, or ask an administrator"
    )


def unknown_department() -> Invalid:
    sentence = "choose your own department or one below it"
    return Invalid(f"department_id: {sentence}", fields={"department_id": sentence})


def only_shared() -> Invalid:
    return Invalid(
        "only a view that the department can see becomes its default: share it first", code="not_shared"
    )


def stale(name: str, current: Mapping[str, object]) -> Conflict:
    """409 that carries the present view."""
    sentence = f"the view {name} was changed by somebody else meanwhile; look at it and try again"
    return Conflict(sentence, code="stale", extra={"current": dict(current)})
