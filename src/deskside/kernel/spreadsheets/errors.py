"""Why a file was not read, in words for the person who sent it."""

from typing import ClassVar

from deskside.kernel.errors import Invalid, TooLarge


class SheetTooLarge(TooLarge):
    """Over a limit of size, memory or time."""

    code: ClassVar[str] = "sheet_too_large"


class SheetUnreadable(Invalid):
    """Damaged, or not the kind of file that is read here."""

    code: ClassVar[str] = "sheet_unreadable"
