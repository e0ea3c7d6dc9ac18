"""Files of number lists: where they may lie, in which state they are, what they hold."""

import os
from pathlib import Path

from deskside.kernel.site import Site
from deskside.kernel.spreadsheets import open_sheet
from deskside.modules.assist.errors import numbers_elsewhere, numbers_missing, numbers_without_number
from deskside.modules.assist.rules import NumberSheet, collect_numbers
from deskside.modules.assist.settings import AssistEnv

MISSING = "missing"


def allowed_folders() -> list[Path]:
    """`numbers` in the data folder, and the folder of DESKSIDE_ASSIST_NUMBERS_PATH."""
    operators = AssistEnv().numbers_path
    folders = [Site().data_dir / "numbers"] + ([] if operators is None else [operators.parent])
    return [folder.resolve() for folder in folders]


def checked_path(text: str) -> Path:
    """The file that is meant, links followed; it need not exist. Raise Invalid for one elsewhere."""
    folders = allowed_folders()
    path = (folders[0] / text).resolve()
    if not any(path.parent.is_relative_to(folder) for folder in folders):
        raise numbers_elsewhere([str(folder) for folder in folders])
    return path


def file_stamp(path: Path) -> str:
    """What tells one state of a file from another: its time of change and size, and that it may be read."""
    if not os.access(path, os.R_OK):
        return MISSING
    found = path.stat()
    return f"{found.st_mtime_ns}-{found.st_size}"


def read_numbers(path: Path, name: str | None = None) -> NumberSheet:
    """The numbers of the file, called `name` in errors. Raise a DesksideError that says why it has none."""
    try:
        with open_sheet(path) as rows:
            sheet = collect_numbers(rows)
    except OSError as error:
        raise numbers_missing(name or str(path), error.strerror or type(error).__name__) from error
    if not sheet.numbers:
        raise numbers_without_number(name or str(path))
    return sheet
