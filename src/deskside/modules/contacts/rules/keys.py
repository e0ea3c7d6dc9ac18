"""The forms in which addresses, numbers, companies and names are compared, searched and sorted."""

import re
import unicodedata
from hashlib import sha256

from deskside.modules.contacts.models.customers import KEY_LENGTH, SORT_LENGTH

_suffix = re.compile(
    r"(?:[\s,.，。、(]*"
    r"(?:股份有限公司|有限责任公司|有限公司|有限会社|株式会社|\(株\)|公司"
    r"|(?<![a-z0-9])(?:company|co|limited|ltd|incorporated|inc|corporation|corp|llc|llp|plc|gmbh|pte|pty|"
    r"bv|sarl|srl|kk))"
    r"[\s,.，。、)]*)+$"
)
_prefix = re.compile(r"^(?:株式会社|\(株\))\s*")
_spaces = re.compile(r"\s+")
SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "盖": "ge", "查": "zha", "朴": "piao", "区": "ou",
    "翟": "zhai", "覃": "qin", "缪": "miao", "尉": "yu", "乐": "yue", "华": "hua", "任": "ren", "宁": "ning",
}  # fmt: skip


def email_key(email: str) -> str:
    """An address as it is compared: without regard to case."""
    return unicodedata.normalize("NFC", email.strip()).lower()


def company_key(company: str) -> str:
    """A company as it is compared: trimmed, case-folded, legal suffixes aside; empty for none."""
    folded = unicodedata.normalize("NFKC", company).casefold()
    visible = "".join(c for c in folded if unicodedata.category(c) not in {"Cf", "Cc"} or c.isspace())
    plain = _spaces.sub(" ", visible).strip()
    shorn = _suffix.sub("", _prefix.sub("", plain)).strip(" ,.，。、")
    return _fitting(shorn or plain)


def _fitting(text: str) -> str:
    if len(text) <= KEY_LENGTH:
        return text
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return text[: KEY_LENGTH - len(digest)] + digest


def sort_key(text: str, *, person: bool = False) -> str:
    """Text as it is sorted: Chinese by pinyin, the rest case-folded; the same on every engine.

    Of a `person` the first character is a surname, and read as one.
    """
    folded = unicodedata.normalize("NFKC", text[:SORT_LENGTH]).casefold().strip()
    if not any(map(_is_chinese, folded)):
        return _spaces.sub(" ", folded)[:SORT_LENGTH]
    from pypinyin import lazy_pinyin

    surname = SURNAMES.get(folded[:1], "") if person else ""
    spelled = lazy_pinyin(folded[1:] if surname else folded, errors=lambda text: text)
    return _spaces.sub(" ", " ".join([surname, *spelled])).strip()[:SORT_LENGTH]


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"
