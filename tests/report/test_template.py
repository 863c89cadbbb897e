"""The sandbox in which a report template is filled: what a template may not do, and how it is told where it failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ddq.report.builder import build_view
from ddq.report.inputs import ReportInputs
from ddq.report.inspecting import faults
from ddq.report.job import Limits
from ddq.report.manifest import template_folder
from ddq.report.render import ReportError, render_report
from ddq.report.template import TemplateFault, fill
from ddq.report.view import ReportView

MANIFEST = "ddq: report-template/1\nid: own\nversion: 1.0.0\ntitle: Own\ndescription: A test.\npage: A4\n"


@pytest.fixture
def own_template(tmp_path: Path) -> Callable[..., Path]:
    """A template folder of one file."""

    def write(body: str, css: str = "") -> Path:
        folder = tmp_path / "own"
        folder.mkdir(exist_ok=True)
        (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
        (folder / "report.html.j2").write_text(body, encoding="utf-8")
        (folder / "style.css").write_text(css, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def view(inputs: ReportInputs) -> ReportView:
    return build_view(inputs)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{{ report.__class__.__mro__ }}", "reaches the interpreter"),
        ("{{ ''.__class__ }}", "reaches the interpreter"),
        ("{{ report.cover.vendor.format.__globals__ }}", "reaches the interpreter"),
        ("{{ report|attr('__class__') }}", "reaches the interpreter, by another way"),
        ("{{ 7 ** 9999999 }}", "hangs while constants are folded"),
        ("{{ 'x' * 3000000000 }}", "fills the memory"),
        ("{{ '%1000000000d' % 1 }}", "fills the memory"),
        ("{{ 99999999 * 99999999 }}", "has no use in a report"),
        ("{{ range(100000) }}", "makes long loops out of nothing"),
        ("{{ lipsum() }}", "is not the same twice"),
        ("{{ report.cover.vendor|safe }}", "lets a vendor's markup through"),
        ("{{ report.cover.vendor|center(2000000000) }}", "fills the memory"),
        ("{{ report.cover.nothing }}", "is a slip that would leave a gap in silence"),
        ("{% set report.cover.vendor = 'x' %}", "changes what others see"),
        ("{% include '../../../../../../etc/passwd' %}", "reads a file outside its folder"),
        ("{% if %}", "is not Jinja"),
        ("{{ 1 / 0 }}", "is not arithmetic"),
    ],
)
def test_a_template_may_not(own_template: Callable[..., Path], view: ReportView, body: str, reason: str) -> None:
    """It is refused in one sentence that starts with the place."""
    folder = own_template(f"<p>one</p>\n{body}\n")
    with pytest.raises(TemplateFault, match=r"^[^\n]+: T00[1-4] [^\n]+$") as raised:
        fill(folder, view)
    assert str(folder) in str(raised.value), reason


def test_the_line_of_a_fault_is_named(own_template: Callable[..., Path], view: ReportView) -> None:
    folder = own_template("<p>one</p>\n<p>two</p>\n{{ report.cover.nothing }}\n")
    with pytest.raises(TemplateFault, match=r"report\.html\.j2:3: T003 .*nothing"):
        fill(folder, view)


def test_a_partial_that_is_not_there_is_named(own_template: Callable[..., Path], view: ReportView) -> None:
    folder = own_template("<p>one</p>\n{% include 'gone.html.j2' %}\n")
    with pytest.raises(TemplateFault, match=r"j2:2: T003 [^\n]*there is no gone\.html\.j2 in its folder$"):
        fill(folder, view)


@pytest.mark.parametrize("name", ["part.html.j2", "style.css", "translations/de.po"])
def test_a_link_out_of_the_folder_is_not_followed(
    own_template: Callable[..., Path], view: ReportView, tmp_path: Path, name: str
) -> None:
    """Else whoever sends a template could have a report print any file that its reader may read."""
    folder, secret = own_template("{% include 'part.html.j2' ignore missing %}"), tmp_path / "secret"
    secret.write_text("a secret", encoding="utf-8")
    (folder / name).unlink(missing_ok=True)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(secret)
    with pytest.raises(TemplateFault, match=rf"{name}: T008 is a link to a file outside the template"):
        fill(folder, view)
    assert any("T008" in fault for fault in faults(folder, ()))


def test_a_template_beside_you_is_named_by_a_path(
    own_template: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = own_template("")
    monkeypatch.chdir(folder.parent)
    assert template_folder("./own") == folder.resolve()


def test_text_is_escaped_without_the_template_asking(
    own_template: Callable[..., Path], inputs: ReportInputs, inputs_with: Callable[..., ReportInputs]
) -> None:
    """In text and in an attribute, in a file named `.html.j2`, which Jinja would not escape by its name."""
    vendor = inputs.assessment.vendor.model_copy(update={"name": "\"'><script>x</script> 北京"})
    hostile = build_view(inputs_with(assessment=inputs.assessment.model_copy(update={"vendor": vendor})))
    folder = own_template(
        '<p title="{{ report.cover.vendor|plain }}" class="{{ report.cover.vendor }}">{{ report.cover.vendor }}'
    )
    html = fill(folder, hostile).html
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 3
    assert html.count('"') == 4
    assert html.endswith("<bdi lang=zh>北京</bdi>")


def test_a_template_that_loops_for_ever_is_ended(
    own_template: Callable[..., Path], inputs: ReportInputs, tmp_path: Path
) -> None:
    """By the limit on processor time, in a process of its own."""
    loops = "".join("{% for x in report.history %}" for _ in range(9)) + "." + "{% endfor %}" * 9
    with pytest.raises(ReportError, match="processor time"):
        render_report(inputs, tmp_path / "report.pdf", template=own_template(loops), limits=Limits(cpu=2))


@pytest.mark.parametrize(
    ("body", "limits", "sentence"),
    [
        ("<div>" * 3000, Limits(), "nests its elements too deeply|needs more than|was ended by"),
        ("<p>one", Limits(file=1000), "cannot be written|was ended by SIGXFSZ"),
        ("<p>one", Limits(memory=64 * 1024**2), "needs more than 64 MB|was ended by|failed"),
        ("<p>one", Limits(wall=0.05), "took more than 0.05 seconds"),
    ],
    ids=["depth", "file", "memory", "time"],
)
def test_limits_end_a_report_with_a_sentence(
    own_template: Callable[..., Path], inputs: ReportInputs, tmp_path: Path, body: str, limits: Limits, sentence: str
) -> None:
    """Neither a traceback nor a half-written file."""
    with pytest.raises(ReportError, match=sentence):
        render_report(inputs, tmp_path / "report.pdf", template=own_template(body), limits=limits)
    assert [entry.name for entry in tmp_path.iterdir()] == ["own"]
