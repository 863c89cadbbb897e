"""Texts of other tools as our language takes them: plain, clean, of the length that a question may have."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ddq.questionnaire.text import clean_text

MAX_QUESTION = 600
_LOOKS_LIKE_HTML = re.compile(r"</?[A-Za-z][^<>]*>|&(#\d+|#x[0-9A-Fa-f]+|[A-Za-z]+);")
_PIPE = re.compile(r"\$?\{([^{}\n]*)\}")
_BLOCKS = frozenset({"p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "template"})


class _Reader(HTMLParser):
    """Keeps the words of a piece of HTML, its lines and where its links lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0
        self.link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "a":
            target = dict(attrs).get("href") or ""
            self.link = target if target.startswith(("https://", "http://", "mailto:")) else None
        elif tag in _BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "a" and self.link:
            self.parts.append(f" ({self.link})")
            self.link = None
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def is_html(text: str) -> bool:
    """Whether a text holds marks or character references of HTML."""
    return _LOOKS_LIKE_HTML.search(text) is not None


def from_html(text: str) -> str:
    """The words of a text that may hold HTML; a link is followed by its address."""
    if not is_html(text):
        return plain(text)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return plain("".join(reader.parts))


def plain(text: str) -> str:
    """The text without control characters, and without blanks and empty lines that say nothing."""
    lines = [" ".join(line.split()) for line in clean_text(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """The text on a line."""
    return " ".join(plain(text).split())


def pipes(text: str, names: dict[str, str]) -> tuple[str, list[str]]:
    """The text with `{name}` or `${name}` as our `{id}`, and the names that there are not; their braces go."""
    unknown: list[str] = []

    def replaced(match: re.Match[str]) -> str:
        name = match.group(1).strip()
        if name in names:
            return f"{{{names[name]}}}"
        unknown.append(name)
        return f"({name})"

    return _PIPE.sub(replaced, text), unknown


def split_question(text: str) -> tuple[str, str | None]:
    """A question's text of at most 600 characters on a line, and the rest of it, which belongs into the help."""
    first, _, rest = text.partition("\n\n") if len(text) > MAX_QUESTION else (text, "", "")
    line = one_line(first)
    if len(line) <= MAX_QUESTION:
        return line, rest or None
    cut = max(line.rfind(sign, 0, MAX_QUESTION - 1) for sign in (". ", "? ", "! ", "; ", ", ", " "))
    cut = cut + 1 if cut > MAX_QUESTION // 3 else MAX_QUESTION - 1
    head, tail = line[:cut].rstrip(), line[cut:].lstrip()
    return f"{head} …"[:MAX_QUESTION], "\n\n".join(filter(None, (f"… {tail}", rest)))
