"""What a search finds customers by. Two Chinese characters are a term; other writing is cut into words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

TERM_LENGTH = 32
MOST_TERMS = 400
EVERYWHERE = frozenset({"com", "cn", "net", "org", "www", "http", "https", "qq", "163", "126", "gmail"})
CHINESE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_pieces = re.compile(rf"(?P<chinese>[{CHINESE}]+)|(?P<word>[^\W_{CHINESE}]+)")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a row must have: this term, or (`prefix`) one that begins so."""

    term: str
    prefix: bool


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def terms_of(name: str, company: str, emails: Iterable[str]) -> set[str]:
    """Every term of a customer."""
    found: set[str] = set()
    for text in (name, company):
        found.update(_terms(text))
    for email in emails:
        found.update(term for term in _terms(email) if term not in EVERYWHERE)
        found.add(_folded(email)[:TERM_LENGTH])
    return set(sorted(found)[:MOST_TERMS])


def _terms(text: str) -> Iterator[str]:
    for piece in _pieces.finditer(_folded(text)):
        run = piece["chinese"]
        if run is None:
            yield piece["word"][:TERM_LENGTH]
            continue
        yield from (run[place : place + 2] for place in range(len(run) - 1))
        # So that one character alone finds whoever's name ends with it.
        yield run[-1]


def sought_in(q: str) -> list[Sought]:
    """What the words of a search ask for; none for signs alone."""
    folded = _folded(q.strip())
    if "@" in folded:
        return [Sought(folded[:TERM_LENGTH], prefix=True)]
    found: list[Sought] = []
    for piece in _pieces.finditer(folded):
        run = piece["chinese"]
        if run is None:
            found.append(Sought(piece["word"][:TERM_LENGTH], prefix=True))
        elif len(run) == 1:
            found.append(Sought(run, prefix=True))
        else:
            found.extend(Sought(run[place : place + 2], prefix=False) for place in range(len(run) - 1))
    return found


def after(prefix: str) -> str:
    """The first text that no longer begins with `prefix`, in the order of code points."""
    last = prefix[-1]
    # Surrogates, which follow, are no characters.
    return prefix[:-1] + ("\ue000" if last == "\ud7ff" else chr(min(ord(last) + 1, 0x10FFFF)))
