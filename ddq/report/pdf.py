"""The one place that touches WeasyPrint: HTML and CSS in, the bytes of a PDF out, nothing fetched."""

# WeasyPrint has no type information, so strict checking knows nothing of what it gives.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from ddq.report.finishing import finish
from ddq.report.job import Job
from ddq.report.template import Filled, TemplateFault

LINKS = ("http", "https", "mailto")
"""The schemes that a link may have; beside them, a place in the document."""
LARGEST_DATA = 4 * 1024**2
"""Characters of a `data:` address."""


class DataOnly(URLFetcher):
    """Gives the content of `data:` addresses and refuses every other."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The content of a `data:` address.

        Raises:
            ValueError: for any other address, and for one that is too long; WeasyPrint logs it and goes on without.
        """
        if not url.lower().startswith("data:") or len(url) > LARGEST_DATA:
            raise ValueError("a report fetches nothing")
        return super().fetch(url, headers)


def write(job: Job, filled: Filled, warnings: list[str]) -> tuple[bytes, int]:
    """The PDF's bytes and its number of pages; what was taken out of the template's HTML is added to `warnings`.

    Raises:
        TemplateFault: where the template names an address in a way that WeasyPrint cannot go on without.
    """
    options: dict[str, Any] = {"pdf_tags": True, "pdf_variant": job.standard}
    fetcher = DataOnly()
    html = HTML(string=filled.html, base_url=None, url_fetcher=fetcher)
    disarm(html.etree_element, warnings)
    try:
        style, fonts = style_of(filled.css)
        document = html.render(font_config=fonts, stylesheets=[style], **options)
    except URLFetchingError as error:
        raise TemplateFault(f"{job.template}: T005 the template asks for an address: {error}") from error
    document.metadata.attachments = _attachments(job, fetcher)
    pdf = document.write_pdf(finisher=partial(finish, job.standard), **options)
    assert pdf is not None, "without a target, the bytes are returned"
    return pdf, len(document.pages)


@lru_cache(maxsize=8)
def style_of(css: str) -> tuple[CSS, FontConfiguration]:
    """A template's style, read once a process, and the fonts, which are found once and may be added to by the style."""
    fonts = FontConfiguration()
    return CSS(string=css, base_url=None, url_fetcher=DataOnly(), font_config=fonts), fonts


def _attachments(job: Job, fetcher: URLFetcher) -> list[Attachment]:
    """The files that the PDF carries, dated by the job: without a date WeasyPrint would write the time of day."""
    dated = datetime(job.dated.year, job.dated.month, job.dated.day, tzinfo=UTC)
    return [
        Attachment(
            string=file.text,
            name=file.name,
            description=file.description,
            created=dated,
            modified=dated,
            relationship="Source",
            url_fetcher=fetcher,
        )
        for file in job.attached
    ]


def disarm(root: Any, warnings: list[str]) -> None:
    """Take out what a template must not have: attached files, and links that are neither web, mail nor inside."""
    for element in root.iter():
        if "attachment" in str(element.get("rel") or "").lower().split():
            del element.attrib["rel"]
            warnings.append("a file that the template attaches was left out")
        href = element.get("href")
        if href is not None and not href.startswith("#") and urlsplit(href.strip()).scheme.lower() not in LINKS:
            del element.attrib["href"]
            warnings.append("a link that is neither web nor mail was left out")
