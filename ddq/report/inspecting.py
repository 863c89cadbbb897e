"""A report template looked through: does it compile, can it be filled, and is what it gives fit for a tagged PDF?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import TemplateSyntaxError

from ddq.report.job import AnyView
from ddq.report.manifest import read_manifest
from ddq.report.template import TemplateFault, environment, fill, strangers
from ddq.report.translations import Untranslatable, untranslated

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def faults(folder: Path, views: Iterable[tuple[str, AnyView]]) -> Iterator[str]:
    """Everything that is wrong with a template, a sentence each.

    Args:
        folder: the template's folder.
        views: the view models that it is filled with, by the name of what each shows.
    """
    broken = [*strangers(folder), *_not_jinja(folder)]
    yield from broken
    if broken:
        return
    yield from _untranslated(folder)
    told: set[str] = set()
    for name, view in views:
        try:
            found = [str(fault) for fault in markup_faults(fill(folder, view).html)]
        except TemplateFault as error:
            found = [str(error)]
        for fault in found:
            if fault not in told:
                yield f"{fault if str(folder) in fault else f'{folder}: {fault}'} (with {name})"
        told.update(found)


def _not_jinja(folder: Path) -> Iterator[str]:
    """The files that Jinja cannot read, also those that no report has included yet."""
    read = environment(folder)
    for file in sorted(folder.rglob("*.j2")):
        try:
            read.parse(file.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            yield f"{file}:{error.lineno}: T001 {error.message}"
        except (OSError, UnicodeDecodeError) as error:
            yield f"{file}: T004 the template cannot be read: {error}"


def _untranslated(folder: Path) -> Iterator[str]:
    """What is not said in a language that the manifest names."""
    read = environment(folder)
    try:
        for tag in read_manifest(folder).languages:
            yield from untranslated(folder, tag, read)
    except Untranslatable as error:
        yield str(error)


def markup_faults(html: str) -> Iterator[str]:
    """What would make the PDF break PDF/UA-1, of the HTML that a template gives."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from dict.fromkeys(reader.found)
    if not reader.language:
        yield "T101 <html> has no lang; assistive technology must know how to speak it"
    if not reader.title:
        yield "T102 the document has no <title>"


class _Reader(HTMLParser):
    """Reads the HTML once, and notes what is missing."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.language = ""
        self.title = ""
        self._level = 0
        self._in_title = False
        self._drawing: bool | None = None
        """Whether the drawing that is open has a title; None outside one."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        elif tag in HEADINGS:
            self._heading(int(tag[1]))
        elif tag == "svg":
            self._drawing = False
        elif tag == "title":
            self._in_title = True
        elif tag == "img" and "alt" not in given:
            self.found.append("T104 an <img> has no alt; say what it shows, or leave alt empty")
        elif tag == "th" and not given.get("scope"):
            self.found.append('T106 a <th> has no scope; write scope="col" or scope="row"')

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag == "svg":
            if self._drawing is False:
                self.found.append("T103 an <svg> has no <title>; it says what is seen to those who do not see it")
            self._drawing = None

    def handle_data(self, data: str) -> None:
        if self._in_title and data.strip():
            if self._drawing is None:
                self.title = data
            else:
                self._drawing = True

    def _heading(self, level: int) -> None:
        if level > self._level + 1:
            after = f"<h{self._level}>" if self._level else "the beginning"
            self.found.append(f"T105 <h{level}> follows {after}; no level may be left out")
        self._level = level
