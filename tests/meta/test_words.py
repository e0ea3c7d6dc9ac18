"""Words that may stand in one place only, or nowhere."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).relative_to(ROOT)
CODE = ("src/", "migrations/")

# (what is sought, where it may stand, what to do instead)
IN_CODE = [
    (r"\.commit\(", "src/deskside/kernel/db/", "Database.write opens and commits transactions"),
    (r"\bos\.(environ|getenv)\b", "src/deskside/kernel/config.py", "declare an EnvGroup"),
    (
        r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time)\(",
        "src/deskside/kernel/clock.py",
        "ask deskside.kernel.clock",
    ),
    (
        r"^\s*(import|from) (httpx2?|requests|urllib3|aiohttp|urllib\.request)\b",
        ("src/deskside/kernel/http/", "src/deskside/demo/"),
        "use deskside.kernel.http",
    ),
]
ANYWHERE = [
    r"registry\.npm|pythonhosted|pypi\.org/simple|npmmirror|--(extra-)?index-url\b|\"resolved\": \"http",
    r"^registry\s*=",
    r"(?<![\w.}/-])/(work|root)/",
]
NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "tools_common"}


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - as on the PATH
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file() and Path(name) != HERE]


def _lines(names: list[str], pattern: str) -> Iterator[str]:
    sought = re.compile(pattern)
    for name in names:
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), 1):
            if sought.search(line):
                yield f"{name}:{number}: {line.strip()[:100]}"


@pytest.mark.parametrize(("pattern", "home", "instead"), IN_CODE, ids=["commit", "environ", "clock", "http"])
def test_each_thing_is_done_in_one_place(pattern: str, home: str | tuple[str, ...], instead: str) -> None:
    code = [name for name in _tracked() if name.startswith(CODE) and name.endswith(".py")]
    strays = list(_lines([name for name in code if not name.startswith(home)], pattern))
    assert strays == [], instead


@pytest.mark.parametrize("pattern", ANYWHERE, ids=["address", "npmrc", "folder"])
def test_no_file_names_a_registry_or_a_folder_of_one_machine(pattern: str) -> None:
    assert list(_lines(_tracked(), pattern)) == []


def test_modules_are_called_by_what_they_are() -> None:
    named = [name for name in _tracked() if NAMES & set(Path(name).with_suffix("").parts)]
    assert named == []


def test_no_large_or_private_file_is_tracked() -> None:
    names = _tracked()
    large = [name for name in names if (ROOT / name).stat().st_size > 1_000_000]
    private = [name for name in names if re.search(r"(^|/)(\.env|.*\.(pem|key|db|sqlite3?))$", name)]
    assert (large, private) == ([], [])
