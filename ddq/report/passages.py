"""What a filled template says, passage by passage, and which of it the pages of a PDF do not say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

INLINE = frozenset({"a", "b", "i", "em", "strong", "code", "span", "bdi", "wbr", "br", "small", "sub", "sup", "u"})
"""Elements that do not end a passage."""
UNSEEN = frozenset({"head", "style", "script", "template"})
GENERATED = 24
"""Letters that a style may put between two passages, such as numbers of pages."""
REPEATED = 400
"""Letters of the head of a table, which stands again on each of its pages."""

_HYPHEN = "\u2010"
"""What a line ends with where a word is divided; nobody types it."""
# Letters that fonts build of parts or set from right to left: a PDF gives them in another order than they were typed.
_BUILT = re.compile("[\u0590-\u08ff\u0900-\u0eff\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufeff]+")


def passages(html: str) -> Iterator[str]:
    """The passages in order, and the title of each drawing, which is its text alternative."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_passage()
    return iter(reader.found)


def plain_letters(text: str) -> str:
    """What two prints of the same text have in common, however their lines break."""
    kept = _BUILT.sub("", unicodedata.normalize("NFKC", text).replace(_HYPHEN, ""))
    return "".join(letter for letter in kept.casefold() if unicodedata.category(letter)[0] not in "ZCM")


def unsaid(said: Iterable[str], pages: str) -> Iterator[str]:
    """The passages that do not stand on the pages where they should, after those before them.

    Args:
        said: passages in order.
        pages: the text of the pages, in order.
    """
    text, at, missed = plain_letters(pages), 0, 0
    for passage in said:
        for part in _BUILT.split(passage):
            letters = plain_letters(part)
            place = text.find(letters, at, at + REPEATED + missed + len(letters))
            if place < 0 or (place - at > GENERATED + missed and text[at:place].strip("0123456789") not in text[:at]):
                missed += len(letters)
                yield passage
                break
            at, missed = place + len(letters), 0


class _Reader(HTMLParser):
    """Gathers the text between one block and the next."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._text: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self._unseen += 1
        if tag not in INLINE:
            self.end_passage()

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen -= 1
        if tag not in INLINE:
            self.end_passage()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._text.append(data)

    def end_passage(self) -> None:
        """What was gathered is a passage, where it is not empty."""
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            self.found.append(text)
