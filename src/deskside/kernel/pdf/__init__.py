"""Tables on paper: Chinese text that shows and can be selected where no font is installed."""

from pathlib import Path

from deskside.kernel.pdf.sheets import Column, Sheet

__all__ = ["Column", "Sheet", "write_pdf"]


def write_pdf(path: Path, sheet: Sheet) -> int:
    """Print every row and say how many they are. A cell that is too wide ends in an ellipsis."""
    # What prints takes a quarter of a second to load, and most processes never print.
    from deskside.kernel.pdf.tables import print_sheet

    return print_sheet(path, sheet)
