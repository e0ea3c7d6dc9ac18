"""What can be wrong in a request to contacts, each with the sentence that says what to do."""

from collections.abc import Mapping

from deskside.kernel.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound


def wrong_field(field: str, sentence: str) -> Invalid:
    """422 about one field."""
    return Invalid(f"{field}: {sentence}", fields={field: sentence})


def no_customer(customer_id: int) -> NotFound:
    return NotFound(f"there is no customer {customer_id}", code="customer_unknown")


def email_taken(email: str, customer_id: int | None, *, binned: bool) -> Conflict:
    """409; `customer_id` is None where whoever asks may not see the other customer."""
    if binned:
        sentence = f"{email} belongs to a customer in the recycle bin: restore that one"
    else:
        sentence = f"{email} belongs to a customer already: edit that one, or merge the two"
    extra = {} if customer_id is None else {"customer_id": customer_id}
    return Conflict(sentence, code="email_taken", extra=extra)


def stale(customer_id: int, truth: Mapping[str, object]) -> Conflict:
    """409 that carries the present customer under `current`."""
    sentence = f"customer {customer_id} was changed by somebody else meanwhile; look at it and try again"
    return Conflict(sentence, code="stale", extra={"current": dict(truth)})


def in_bin(customer_id: int) -> Conflict:
    return Conflict(f"customer {customer_id} is in the recycle bin; restore it first", code="deleted")


def not_in_bin(customer_id: int) -> Conflict:
    return Conflict(f"customer {customer_id} is not in the recycle bin", code="not_deleted")


def merged_away(customer_id: int, into: int) -> Conflict:
    sentence = f"customer {customer_id} was merged into {into}: take the merge back instead"
    return Conflict(sentence, code="merged", extra={"merged_into": into})


def bad_importance(text: str) -> BadRequest:
    return BadRequest(
        f"importance {text!r} is no filter; write a rating from 0 to 5, or one like >=3, <2",
        code="bad_filter",
    )


def nothing_to_undo() -> Conflict:
    return Conflict("this changed nothing, or is taken back already", code="nothing_to_undo")


def no_batch(batch_id: int) -> NotFound:
    return NotFound(f"there is no change {batch_id} of yours", code="batch_unknown")


def no_import(import_id: int) -> NotFound:
    return NotFound(f"there is no import {import_id} of yours", code="import_unknown")


def no_merge(merge_id: int) -> NotFound:
    return NotFound(f"there is no merge {merge_id}", code="merge_unknown")


def no_manual_verdict(customer_id: int) -> Conflict:
    return Conflict(f"nobody has judged customer {customer_id} by hand", code="no_verdict")


def not_the_owners() -> Forbidden:
    return Forbidden("you may hand customers to people of your own departments only")
