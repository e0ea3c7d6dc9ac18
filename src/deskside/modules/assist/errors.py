"""What can be wrong in a request to assist, each with the sentence that says what to do."""

from collections.abc import Iterable, Mapping

from deskside.kernel.errors import BadRequest, Conflict, Invalid, NotFound


def unknown_business(name: str, known: Iterable[str]) -> BadRequest:
    """400 that names the known businesses."""
    names = ", ".join(sorted(known)) or "none yet"
    return BadRequest(f"unknown business {name!r}; known: {names}", code="unknown_business")


def unknown_market(name: str, known: Iterable[str]) -> BadRequest:
    """400 that names the known markets."""
    return BadRequest(f"unknown market {name!r}; known: {', '.join(known)}", code="unknown_market")


def bad_cn_num(text: str) -> BadRequest:
    return BadRequest(f"cn_num {text!r} is not a number of 1 to 20 digits", code="bad_cn_num")


def bad_moment(field: str, text: str) -> Invalid:
    sentence = f"{text!r} is no date; write YYYY-MM-DD or an ISO date and time"
    return Invalid(f"{field}: {sentence}", fields={field: sentence})


def wrong_field(field: str, sentence: str) -> Invalid:
    """422 about one field of a form."""
    return Invalid(f"{field}: {sentence}", fields={field: sentence})


def no_reminder(reminder_id: int) -> NotFound:
    return NotFound(f"there is no reminder {reminder_id}", code="reminder_unknown")


def not_begun(reminder_id: int) -> Conflict:
    return Conflict(
        f"reminder {reminder_id} has not begun: delete it, or give it another start", code="not_begun"
    )


def no_plan(plan_id: int) -> NotFound:
    return NotFound(f"there is no plan {plan_id}", code="plan_unknown")


def no_plan_version(plan_id: int, version: int) -> NotFound:
    return NotFound(f"plan {plan_id} has no version {version}", code="version_unknown")


def no_unknown_plan(plan_id: int) -> NotFound:
    return NotFound(f"nobody asked for plan {plan_id} in vain", code="plan_unknown")


def no_tag(tag_id: int) -> NotFound:
    return NotFound(f"the glossary has no entry {tag_id}", code="tag_unknown")


def tag_exists(tag: str) -> Conflict:
    return Conflict(f"the glossary explains {tag!r} already; edit that entry", code="exists")


def does_not_apply(reminder_id: int, acct_id: int) -> NotFound:
    return NotFound(
        f"reminder {reminder_id} does not apply to account {acct_id}; open the account again",
        code="reminder_does_not_apply",
    )


def not_tickable(reminder_id: int) -> Invalid:
    return Invalid(f"reminder {reminder_id} is for reading only and cannot be ticked", code="not_tickable")


def plan_exists(plan_id: int) -> Conflict:
    return Conflict(f"plan {plan_id} exists already; edit that one", code="exists")


def stale(what: str, key: str, truth: Mapping[str, object]) -> Conflict:
    """409 that carries the present state under `key`."""
    sentence = f"{what} was changed by somebody else meanwhile; look at its present state and try again"
    return Conflict(sentence, code="stale", extra={key: dict(truth)})


def deleted(reminder_id: int) -> Conflict:
    return Conflict(f"reminder {reminder_id} is deleted; restore it first", code="deleted")


def business_exists(name: str) -> Conflict:
    return Conflict(f"a business called {name!r} exists already", code="exists")


def no_business(business_id: int) -> NotFound:
    return NotFound(f"there is no business {business_id}")


def alias_taken(name: str, business: str) -> Conflict:
    return Conflict(f"{name!r} already means {business}; take it away there first", code="exists")


def too_many_businesses() -> Conflict:
    return Conflict("every business id up to 255 is taken", code="full")


def numbers_not_set() -> Invalid:
    return Invalid("DESKSIDE_ASSIST_NUMBERS_PATH is not set: set it to the workbook with the special numbers")


def numbers_missing(path: str, why: str) -> Invalid:
    return Invalid(f"{path} cannot be read ({why}); the old list stays in use until it can")


def numbers_without_number(path: str) -> Invalid:
    return Invalid(f"{path} holds no number in column A; the old list stays in use")


def numbers_elsewhere(folders: Iterable[str]) -> Invalid:
    """422 that names the folders that are allowed, and nothing of any other."""
    sentence = f"the file must lie in one of these folders on the server: {', '.join(folders)}"
    return Invalid(f"path: {sentence}", fields={"path": sentence}, code="path_not_allowed")


def no_number_list(list_id: int) -> NotFound:
    return NotFound(f"there is no number list {list_id}", code="number_list_unknown")


def number_list_exists(name: str) -> Conflict:
    return Conflict(f"a number list called {name!r} exists already", code="exists")


def number_list_in_use(name: str, reminder_ids: Iterable[int]) -> Conflict:
    ids = ", ".join(str(one) for one in reminder_ids)
    return Conflict(f"{name} is the target of reminder {ids}; take it out there first", code="in_use")


def number_list_from_file(name: str, *, wanted: bool) -> Invalid:
    """422 for a list that should have a file (`wanted`) or should have none."""
    if wanted:
        return Invalid(f"{name} has no file on the server; upload one", code="no_file")
    return Invalid(f"{name} is read from its file on the server; take that path out first", code="has_file")


def operators_number_list() -> Invalid:
    return Invalid(
        "DESKSIDE_ASSIST_NUMBERS_PATH names the file of this list: its name and path are the operator's",
        code="operators_list",
    )


def not_a_number(text: str) -> Invalid:
    return wrong_field("number", f"{text!r} is not a number of 1 to 20 digits")


def no_link(link_id: int) -> NotFound:
    return NotFound(f"there is no quick link {link_id}", code="link_unknown")


def no_profile(profile_id: int) -> NotFound:
    return NotFound(f"there is no site profile {profile_id}", code="profile_unknown")


def no_profile_version(profile_id: int, version: int) -> NotFound:
    return NotFound(f"site profile {profile_id} has no version {version}", code="version_unknown")


def profile_exists(name: str) -> Conflict:
    return Conflict(f"there is a site profile {name!r} already; edit that one", code="exists")


def profile_in_use(name: str) -> Conflict:
    return Conflict(f"a policy names the site profile {name!r}; change the policy first", code="in_use")


def no_department(department_id: int) -> NotFound:
    return NotFound(f"there is no department {department_id}", code="department_unknown")


def no_policy(department_id: int) -> NotFound:
    return NotFound(f"department {department_id} has no policy of its own", code="policy_unknown")
