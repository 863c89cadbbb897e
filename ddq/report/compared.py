"""The pages of a report read, where they cannot be made again byte by byte: another renderer is installed here."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pypdf import PdfReader

from ddq import __version__
from ddq.report.attached import About
from ddq.report.inputs import ReportInputs
from ddq.report.job import AnyView
from ddq.report.page_text import page_text
from ddq.report.passages import passages, plain_letters, unsaid
from ddq.report.render import view_of
from ddq.report.renderer import renderers
from ddq.report.template import TemplateFault, fill
from ddq.report.view import ReportView
from ddq.report.words import brief

SHOWN = 3
"""Passages that are named where the pages do not say them."""
ENOUGH = 10
"""Letters around a figure by which a passage is known again."""


@dataclass(frozen=True, slots=True)
class Others:
    """What made a report and is not what is installed here."""

    names: tuple[str, ...]
    """Each with its version, such as `WeasyPrint 69.0`."""
    words: bool
    """Whether the words may differ as well: ddq's version or the template's is another."""


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that the pages must say."""

    name: str
    text: str
    figure: bool = False
    """Whether it stays the same however a version words things."""
    interval: bool = False
    """Whether it is one of numbers, which may by chance stand elsewhere as well."""


def other_versions(about: About, template_version: str) -> Others | None:
    """What is another here; None where all is the same."""
    here = {"ddq": __version__, **dict(renderers())}
    names = [
        f"{name} {about.versions[name]}" if name in about.versions else f"a {name} that it does not name"
        for name, version in here.items()
        if about.versions.get(name) != version
    ]
    words = about.versions.get("ddq") != __version__ or about.template_version != template_version
    if about.template_version != template_version:
        names.append(f"the template {about.template} {about.template_version}")
    return Others(tuple(names), words) if names else None


def compared(content: bytes, inputs: ReportInputs, folder: Path, others: Others) -> tuple[bool | None, str]:
    """Whether the pages say what the inputs give, and that in a sentence.

    Every passage, where the words are this version's; otherwise the figures and what the outcome is called.

    Raises:
        ReportError: where the report cannot be filled into the template.
    """
    made = f"made with {', '.join(others.names)}, not with what is installed here"
    view, _ = view_of(inputs, folder)
    try:
        said = tuple(passages(fill(folder, view).html))
    except TemplateFault as error:
        return None, f"{made}; the pages were not compared: {error}"
    try:
        pages = page_text(PdfReader(io.BytesIO(content)))
    except Exception as error:
        return False, f"{made}, and no text can be read from the pages ({error})"
    if others.words:
        return _figures(made, view, said, pages)
    missing = list(islice(unsaid(said, pages), SHOWN))
    if missing:
        return False, f"{made}; the pages do not say what the attached inputs give: {_quoted(missing)}"
    return True, f"{made}; all {len(said)} passages, read from the pages, are what the attached inputs give"


def _figures(made: str, view: AnyView, said: tuple[str, ...], pages: str) -> tuple[bool | None, str]:
    """What counts most, as far as this version of the template prints it, wherever it stands on the pages."""
    here, there = [plain_letters(passage) for passage in said], plain_letters(pages)
    printed = [one for one in _named(view) if any(plain_letters(one.text) in passage for passage in here)]
    missing = [one for one in printed if plain_letters(one.text) not in there]
    wrong = [f"{one.name} {brief(one.text)}" for one in missing if one.figure]
    for one in printed:
        wrong += [f"{one.name} {one.text}, but {other}" for other in _otherwise(one, here, there)]
    if wrong:
        return False, f"{made}; the pages do not say what the attached inputs give: {'; '.join(wrong[:SHOWN])}"
    found = f"{made}; read from the pages, as the attached inputs give them: "
    found += ", ".join(one.name for one in printed if one not in missing)
    reworded = "; ".join(f"{one.name} {brief(one.text)}" for one in missing)
    return None, f"{found}; not found, perhaps only worded otherwise: {reworded}" if missing else found


def _otherwise(one: Named, here: list[str], there: str) -> Iterator[str]:
    """Where the pages have the words of a passage, and another interval in the place of this one."""
    if not one.interval:
        return
    figure = plain_letters(one.text)
    for passage in here:
        before, stands, after = passage.partition(figure)
        if stands and passage not in there and len(before + after) > ENOUGH:
            other = re.search(rf"{re.escape(before)}([\d.,]+(?:\D{{1,5}}[\d.,]+)?){re.escape(after)}", there)
            if other is not None:
                yield other[1]


def _named(view: AnyView) -> Iterator[Named]:
    """What counts most of a report."""
    if not isinstance(view, ReportView):
        return
    cover = view.cover
    if view.points is None:
        yield Named("trust", view.outcome.trust.shown, figure=True, interval=True)
    else:
        yield Named("the percentage", view.points.figure, figure=True, interval=True)
    yield Named("the digest of all inputs", cover.digest, figure=True)
    for digest in view.method.digests[1:]:
        yield Named(digest.name.lower(), digest.value, figure=True)
    yield Named("the vendor", cover.vendor, figure=True)
    if cover.reference:
        yield Named("the reference", cover.reference, figure=True)
    yield Named("the outcome", view.outcome.kind)
    yield Named("its headline", cover.headline)
    for bar in view.bars:
        yield Named(f"the bar {bar.id}", bar.title)


def _quoted(missing: list[str]) -> str:
    return "; ".join(f"“{brief(passage)}”" for passage in missing)
