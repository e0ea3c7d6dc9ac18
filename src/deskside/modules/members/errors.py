"""What members refuses, in words for people."""

from deskside.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooManyRequests, Unavailable


def no_customer(customer_id: int) -> NotFound:
    """Unknown, of another site, or no member of the coach who asks: nobody learns which."""
    return NotFound(f"there is no customer {customer_id} here")


def no_coach(coach_id: int) -> NotFound:
    """Unknown, of another site, or not the coach who asks."""
    return NotFound(f"there is no coach {coach_id} here")


def no_task(task_id: int) -> NotFound:
    return NotFound(f"there is no task {task_id} here; load the page again")


def no_note(note_id: int) -> NotFound:
    return NotFound(f"there is no note {note_id} here; load the page again")


def no_clue(clue_id: int) -> NotFound:
    return NotFound(f"there is no clue {clue_id} here; load the page again")


def coach_needed(problem: str) -> Invalid:
    return Invalid(problem, fields={"coachId": problem})


def no_site() -> Forbidden:
    return Forbidden("you belong to no site; ask an administrator to give you one", code="no_site")


def task_is_over(status: str) -> Conflict:
    return Conflict(f"this task is {status} already; load the page again", code="stale")


def reason_needed() -> Invalid:
    problem = "say why the task is abandoned"
    return Invalid(problem, fields={"reason": problem})


def too_many_reveals(limit: int, seconds: int) -> TooManyRequests:
    sentence = f"{limit} full numbers in an hour are the limit; the next in {seconds} s"
    return TooManyRequests(sentence, retry_after=seconds)


def source_unavailable() -> Unavailable:
    """Every connection to the warehouse hangs, or it did not answer what decides who may see."""
    return Unavailable("来源暂不可用", code="source_unavailable", retry_after=5)
