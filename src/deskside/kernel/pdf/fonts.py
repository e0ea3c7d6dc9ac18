"""The font of a document: Noto Sans CJK cut down to the characters that it uses, as TrueType outlines."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import manimgx_fonts_cjk
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.varLib import instancer

SIMPLIFIED_CHINESE = 2
"""Which of the five faces of the collection."""
REGULAR = 400
DROPPED = ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
OUTLINE_TABLES = ("CFF ", "CFF2", "VORG", "STAT", "VVAR")
LARGEST_ERROR = 1.0
"""Of a thousandth of the type size, where a curve of the one kind stands for the other."""
NO_PROGRAM = (
    "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements",
)  # fmt: skip
ALWAYS = "".join(chr(code) for code in range(0x20, 0x7F))


def font_for(characters: Iterable[str]) -> BytesIO:
    """A TrueType file with these characters; those that the font lacks show as boxes."""
    folder = Path(manimgx_fonts_cjk.__file__).parent
    with TTFont(next(folder.glob("*.ttc")), fontNumber=SIMPLIFIED_CHINESE, lazy=True) as whole:
        return _cut(whole, "".join({*characters, *ALWAYS}))


def _cut(whole: TTFont, text: str) -> BytesIO:
    options = subset.Options(layout_features=[], notdef_outline=True)
    options.drop_tables += DROPPED
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(whole)
    # A copy would open the file a second time and leave it open.
    font = instancer.instantiateVariableFont(whole, {"wght": REGULAR}, inplace=True)
    _make_quadratic(font)
    file = BytesIO()
    font.save(file)
    file.seek(0)
    return file


def _make_quadratic(font: TTFont) -> None:
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, LARGEST_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, outlines
    for tag in OUTLINE_TABLES:
        if tag in font:
            del font[tag]
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for name in NO_PROGRAM:
        setattr(limits, name, 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
