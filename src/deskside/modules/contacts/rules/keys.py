"""The forms in which addresses, numbers, companies and names are compared, searched and sorted."""

import re
import unicodedata
from hashlib import sha256

from deskside.modules.contacts.models.customers import KEY_LENGTH, SORT_LENGTH

PHONE_DIGITS = 32
MOBILE, SHORTEST_AREA = 11, 10
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
_home_mobile = re.compile(r"1[3-9]\d{9}")


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


def phone_key(phone: str) -> str:
    """A number as E.164 without its plus, as far as it can be told; letters and signs go. Empty for none."""
    text = unicodedata.normalize("NFKC", phone).strip()
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if text.startswith("+"):
        found = digits
    elif digits.startswith("00"):
        found = digits[2:]
    elif _home_mobile.fullmatch(digits):
        found = f"86{digits}"
    elif digits.startswith("0") and len(digits) >= SHORTEST_AREA:
        found = f"86{digits[1:]}"
    else:
        found = digits
    return found[:PHONE_DIGITS]


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
