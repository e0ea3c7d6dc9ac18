"""Names of files as they come from outside and go out in headers."""

import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

LONGEST = 120
TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
}
_not_in_a_name = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff<>:"/\\|?*]'
)


def safe_name(name: str, *, otherwise: str = "file") -> str:
    """The last part of a path, without what an operating system or a header could take amiss."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    plain = _not_in_a_name.sub("_", last).strip(" .")
    path = PurePosixPath(plain or otherwise)
    ending = path.suffix[:10]
    return path.name[: LONGEST - len(ending)].removesuffix(ending) + ending


def media_type(name: str) -> str:
    """By the ending."""
    return TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def disposition(name: str) -> str:
    """Content-Disposition of a download, with the name in UTF-8 and, for old clients, in ASCII."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
