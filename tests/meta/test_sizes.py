"""Thirty lines is a long function and two hundred a long file; beyond 40 and 300 the build breaks."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FUNCTION, LONGEST_FILE = 40, 300
PYTHON = ("src", "tests", "bench", "migrations", "scripts")
NOT_WRITTEN_BY_HAND = {"schema.d.ts"}
BUILT = {"node_modules", "dist", "static", "__pycache__"}

_opens_a_function = re.compile(
    r"(\bfunction\b.*|=>\s*|^\s*(async |static |private |get |set )*\w+\(.*\).*)\{$"
)
_is_no_function = re.compile(
    r"^\s*(\}\s*else\b|(else |)if\b|for\b|while\b|switch\b|describe\(|catch\b)|\} catch"
)


def _files(folders: tuple[str, ...], *endings: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            built = BUILT & set(path.parts) or path.name in NOT_WRITTEN_BY_HAND
            if path.suffix in endings and path.is_file() and not built:
                yield path


def _long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines"


def _long_script_functions(path: Path) -> Iterator[str]:
    """By indentation, which the formatter keeps: from the line that opens to the brace under it."""
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if not _opens_a_function.search(line) or _is_no_function.search(line):
            continue
        indent = line[: len(line) - len(line.lstrip())]
        length = next((n for n, later in enumerate(lines[number:], 1) if later.startswith(f"{indent}}}")), 1)
        if length > LONGEST_FUNCTION:
            yield f"{path.relative_to(ROOT)}:{number + 1}: {length} lines"


def test_no_python_function_is_too_long() -> None:
    assert [found for path in _files(PYTHON, ".py") for found in _long_functions(path)] == []


def test_no_script_function_is_too_long() -> None:
    assert [found for path in _files(("web",), ".ts", ".vue") for found in _long_script_functions(path)] == []


@pytest.mark.parametrize("endings", [(".py",), (".ts", ".vue")])
def test_no_file_is_too_long(endings: tuple[str, ...]) -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in _files((*PYTHON, "web"), *endings)}
    long = [f"{path.relative_to(ROOT)}: {n} lines" for path, n in lengths.items() if n > LONGEST_FILE]
    assert long == []


def test_the_measure_finds_a_long_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    body = "\n".join(["  const a = () => {", *["    b();"] * 40, "  };"])
    (tmp_path / "a.ts").write_text(body)
    (tmp_path / "a.py").write_text("def a():\n" + "    b()\n" * 40)
    assert list(_long_script_functions(tmp_path / "a.ts")) == ["a.ts:1: 42 lines"]
    assert list(_long_functions(tmp_path / "a.py")) == ["a.py:1 a: 41 lines"]
