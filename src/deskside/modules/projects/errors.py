"""What can be wrong in a request to projects, each with the sentence that says what to do."""

from deskside.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable


def no_project() -> NotFound:
    """The document's 404."""
    return NotFound("项目不存在", code="no_project")


def no_access() -> Forbidden:
    """The document's 403."""
    return Forbidden("无访问权限", code="no_access")


def not_synced(project_id: str) -> NotFound:
    """The document's 404 for bots."""
    return NotFound(f"项目 {project_id} 不存在或未同步", code="not_synced")


def source_down(detail: str) -> Unavailable:
    """Nothing is cached and the remote does not answer."""
    return Unavailable(f"来源暂不可用：{detail}", code="source_down", retry_after=10)


def not_set_up() -> Conflict:
    return Conflict(
        "the project library is not set up: set DESKSIDE_PROJECTS_URL and DESKSIDE_PROJECTS_KEY, "
        "or DESKSIDE_PROJECTS_DATABASE_URL",
        code="not_set_up",
    )


def stale_types(version: int) -> Conflict:
    return Conflict(
        "somebody changed the types meanwhile; look at theirs", code="stale", extra={"version": version}
    )


def decided_already() -> Conflict:
    return Conflict("somebody decided this drop already; reload the list", code="decided")


def no_drop() -> NotFound:
    return NotFound("there is no such drop; load the list again", code="no_drop")


def bad_project_id() -> Invalid:
    return Invalid(
        "the number of a project has 1 to 64 letters, digits or - _ . :", fields={"project_id": "invalid"}
    )


def unsafe_address(base: str | None) -> Conflict:
    where = "DESKSIDE_PUBLIC_URL is not set" if base is None else f"this site answers at {base[:200]}"
    return Conflict(
        f"links are given out only on https or on this machine, and {where}: "
        "set DESKSIDE_PUBLIC_URL to the https address that customers reach",
        code="unsafe_address",
    )


def no_recipient(role: str) -> NotFound:
    return NotFound(f"the project names no {role}, so there is nobody to give a link to", code="no_recipient")


def no_link() -> NotFound:
    return NotFound("there is no such link; load the list again", code="no_link")


def link_over() -> Conflict:
    return Conflict("this link was revoked or replaced: make a new one for its recipient", code="link_over")


def unreachable(name: str) -> Conflict:
    return Conflict(
        f"no phone, mail or WeChat of {name} is on file: copy the link and hand it over yourself",
        code="unreachable",
    )


def no_feedback() -> NotFound:
    return NotFound("there is no such feedback; load the list again", code="no_feedback")


def feedback_moved() -> Conflict:
    return Conflict("the customer changed the answer meanwhile; load it again", code="stale")
