"""A report fetches nothing: no address of the network, no file of the machine, whatever its template asks for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from ddq.assessment.model import Source
from ddq.report.inputs import ReportInputs
from ddq.report.render import ReportError, render_report

MANIFEST = "ddq: report-template/1\nid: own\nversion: 1.0.0\ntitle: Own\ndescription: A test.\npage: A4\n"

BODY = (
    '<img src="URL/img">',
    '<img srcset="URL/srcset 2x" src="URL/src">',
    '<link rel=stylesheet href="URL/link">',
    '<link rel=attachment href="URL/attached">',
    '<a rel=attachment href="URL/attached-too">x</a>',
    '<link rel=attachment href="file:///etc/passwd">',
    '<a rel=attachment href="file:///etc/passwd">x</a>',
    '<object data="URL/object"></object>',
    '<embed src="URL/embed">',
    '<iframe src="URL/iframe"></iframe>',
    '<input type=image src="URL/input">',
    '<svg xmlns="http://www.w3.org/2000/svg" width=9 height=9><image href="URL/svg-image" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" width=9 height=9><use href="URL/svg-use#a"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" width=9 height=9><style>@import "URL/svg-style";</style></svg>',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
    "<image href='URL/nested' width='9' height='9'/></svg>\">",
    '<img src="file:///etc/passwd">',
    '<p style="background: url(URL/style)">x</p>',
    '<meta http-equiv=refresh content="0; url=URL/refresh">',
    '<base href="URL/base/"><img src="relative">',
)
CSS = (
    "@import url(URL/import);",
    "body { background-image: url(URL/background) }",
    "@font-face { font-family: f; src: url(URL/font) } body { font-family: f }",
    "p::before { content: url(URL/content) }",
    "li { list-style-image: url(URL/list) }",
    "div { border-image-source: url(URL/border); border: 1px solid }",
    "@page { background: url(URL/page) }",
    "@page { @top-center { content: url(URL/margin) } }",
)
LATER = ("@color-profile --p { src: url(URL/profile) } p { color: color(--p 1 0 0) }",)
"""A vector that ends the whole render where it is refused."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and every path that was asked for."""
    hits: list[str] = []

    class Count(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(302 if self.path == "/redirected" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Count)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_address[1]}", hits
    http.shutdown()
    http.server_close()


ATTACHED = ("about.json", "assessment.json", "history.json", "profile.json", "questionnaire.json", "score.json")


def page(url: str) -> str:
    styles = "".join(f"<style>{rule}</style>" for rule in CSS)
    return f"<html><head>{styles}</head><body>{''.join(BODY)}<ul><li>x</ul><div>x</div></body></html>".replace(
        "URL", url
    )


PRINTED = (
    "<p>{{ report.cover.vendor }} {{ report.cover.service }}</p>"
    "{% for section in report.sections %}{% for each in section.questions %}{% if each.answer %}"
    "<p>{{ each.answer.value }}{% for source in each.answer.sources %} {{ source.title }}{% endfor %}</p>"
    "{% endif %}{% endfor %}{% endfor %}"
)
"""What others typed, as a template prints it."""


def typed_by_others(inputs: ReportInputs, url: str) -> ReportInputs:
    """The same report with every vector in a name, an answer and the title of what it rests on."""
    told = inputs.assessment
    markup = page(url)
    sources = tuple(Source(title=vector.replace("URL", url)) for vector in (*BODY, *CSS, *LATER))
    answers = {
        subject: answer.model_copy(
            update={
                "value": markup if subject == "CT-02" else answer.value,
                "basis": answer.basis.model_copy(update={"sources": sources}),
            }
        )
        for subject, answer in told.answers.items()
    }
    vendor = told.vendor.model_copy(update={"name": markup})
    return replace(inputs, assessment=told.model_copy(update={"vendor": vendor, "answers": answers}))


def test_there_are_enough_vectors(server: tuple[str, list[str]]) -> None:
    """The control: with WeasyPrint's own fetcher the same page does reach out, so the test below can fail."""
    url, hits = server
    HTML(string=page(url)).write_pdf()
    assert len(set(hits)) >= 12
    assert len(BODY) + len(CSS) + len(LATER) >= 25


def test_a_report_fetches_nothing(server: tuple[str, list[str]], inputs: ReportInputs, tmp_path: Path) -> None:
    """Neither for its template nor for what stands in a name, an answer or a source, which is printed as typed."""
    url, hits = server
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "report.html.j2").write_text(page(url).replace("</body>", f"{PRINTED}</body>"), encoding="utf-8")
    (folder / "style.css").write_text("\n".join(CSS).replace("URL", url), encoding="utf-8")
    result = render_report(typed_by_others(inputs, url), tmp_path / "report.pdf", template=folder)
    assert hits == []
    text = "".join("".join(each.extract_text().split()) for each in PdfReader(result.path).pages)
    assert f'<imgsrc="{url}/img">' in text, "what others typed is printed"
    assert any("left out" in warning for warning in result.warnings)
    assert any("a report fetches nothing" in warning for warning in result.warnings)
    assert b"root:x:0:0" not in result.path.read_bytes()
    reader = PdfReader(result.path)
    attached = reader.attachments
    assert sorted(attached) == list(ATTACHED)
    assert all(b"root:" not in content for contents in attached.values() for content in contents)


def test_a_colour_profile_is_not_fetched_either(
    server: tuple[str, list[str]], inputs: ReportInputs, tmp_path: Path
) -> None:
    url, hits = server
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "report.html.j2").write_text("<p>x</p>", encoding="utf-8")
    (folder / "style.css").write_text("\n".join(LATER).replace("URL", url), encoding="utf-8")
    with pytest.raises(ReportError, match=r"T005 the template asks for an address: .*a report fetches nothing"):
        render_report(inputs, tmp_path / "report.pdf", template=folder)
    assert hits == []


def test_links_of_a_template_lead_to_the_web_to_mail_or_inside(inputs: ReportInputs, tmp_path: Path) -> None:
    """Anything else would run a script, open a file or tell a path of the server that wrote the report."""
    links = (
        "https://example.org/",
        "mailto:a@example.org",
        "#here",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "x.html",
    )
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    anchors = "".join(f'<p><a href="{link}">x</a></p>' for link in links)
    (folder / "report.html.j2").write_text(f'<h1 id="here">x</h1>{anchors}', encoding="utf-8")
    (folder / "style.css").write_text("", encoding="utf-8")
    result = render_report(inputs, tmp_path / "report.pdf", template=folder)
    annotations = [entry.get_object() for entry in PdfReader(result.path).pages[0]["/Annots"]]
    targets = [entry["/A"]["/URI"] if "/A" in entry else "inside" for entry in annotations]
    assert sorted(targets) == ["https://example.org/", "inside", "mailto:a@example.org"]
    assert len([warning for warning in result.warnings if "left out" in warning]) == 3
