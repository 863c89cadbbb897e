"""A report is a PDF/A-3a and a PDF/UA-1, or PDF/A-4f and PDF/UA-2; what is broken on purpose veraPDF refuses."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, TextStringObject

from ddq.report.logo import read_logo
from ddq.report.render import render_report
from ddq.report.signing import open_key, signed
from tests.report.conftest import Rendered, make_empty_inputs, make_inputs
from tests.report.test_drawings import drawn_inputs
from tests.report.test_hostile_text import SCRIPTS, TYPED, poisoned_inputs
from tests.report.test_signing import Authority

pytest.importorskip("jpype", reason="veraPDF is missing; `sh .ci/test-tools` installs it")

RUNNER = Path(__file__).with_name("verapdf.py")
FLAVOURS = ("3a", "ua1")
REPORTS = ("report", "hostile", "drawn", "brief", "vendor-letter", "signed", "copied")
LATER = ("4f", "ua2")
"""The flavours of PDF 2.0, which a report keeps to on demand."""
LATER_REPORTS = ("later", "later-signed")
Change = Callable[[PdfWriter], None]


@dataclasses.dataclass(frozen=True)
class Verdict:
    complies: bool
    looked_at: int
    rules: int
    broken: dict[str, int]


def validated(files: Sequence[tuple[Path, str]]) -> list[Verdict]:
    """What veraPDF says of each file against a flavour, in one Java machine."""
    command = [sys.executable, str(RUNNER), *(f"{file}:{flavour}" for file, flavour in files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Verdict(**json.loads(line)) for line in done.stdout.splitlines()]


def _objects(pdf: PdfWriter, **wanted: str) -> Iterator[DictionaryObject]:
    for found in pdf._objects:
        if isinstance(found, DictionaryObject) and all(found.get(f"/{key}") == at for key, at in wanted.items()):
            yield found


def _without(key: str, **wanted: str) -> Change:
    """Take an entry out of the first object that has it."""

    def change(pdf: PdfWriter) -> None:
        first = next(found for found in _objects(pdf, **wanted) if key in found)
        del first[key]

    return change


def _metadata(old: bytes, new: bytes) -> Change:
    def change(pdf: PdfWriter) -> None:
        metadata: Any = pdf.root_object["/Metadata"].get_object()
        assert old in metadata.get_data()
        metadata.set_data(metadata.get_data().replace(old, new))

    return change


def _unheaded_tables(pdf: PdfWriter) -> None:
    for cell in _objects(pdf, S="/TH"):
        cell.pop("/A", None)
        cell.pop("/ID", None)


def _skipped_level(pdf: PdfWriter) -> None:
    next(_objects(pdf, S="/H2"))[NameObject("/S")] = NameObject("/H5")


def _script(pdf: PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    pdf.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def _form(pdf: PdfWriter) -> None:
    form = {NameObject("/NeedAppearances"): BooleanObject(True), NameObject("/Fields"): ArrayObject()}
    pdf.root_object[NameObject("/AcroForm")] = DictionaryObject(form)


def _place_alone(pdf: PdfWriter) -> None:
    bookmark = next(found for found in _objects(pdf) if "/Title" in found and "/A" in found)
    del bookmark["/A"]["/SD"]


def _loose_text(pdf: PdfWriter) -> None:
    document = next(_objects(pdf, S="/Document"))
    next(found for found in _objects(pdf, S="/P") if found["/P"] == document)[NameObject("/S")] = NameObject("/Span")


MUTANTS: dict[str, tuple[Change, str, str]] = {
    "no language": (_without("/Lang", Type="/Catalog"), "ua1", "7.2-2"),
    "a drawing without alternative text": (_without("/Alt", S="/Figure"), "ua1", "7.3-1"),
    "not named as accessible": (_metadata(b'pdfuaid:part="1"', b""), "ua1", "5-1"),
    "tables without headers": (_unheaded_tables, "ua1", "7.5-2"),
    "a heading level left out": (_skipped_level, "ua1", "7.4.2-1"),
    "a property that is not described": (_metadata(b"name>part<", b"name>other<"), "3a", "6.6.2.3.1-1"),
    "no meaning of colours": (_without("/OutputIntents"), "3a", "6.2.4.3-2"),
    "a font that is not embedded": (_without("/FontFile2"), "3a", "6.2.11.4.1-1"),
    "letters that cannot be copied": (_without("/ToUnicode"), "3a", "6.2.11.7.2-1"),
    "an attached file without relation": (_without("/AFRelationship"), "3a", "6.8-3"),
    "a form": (_form, "3a", "6.4.1-3"),
    "a script": (_script, "3a", "6.5.1-1"),
}
LATER_MUTANTS: dict[str, tuple[Change, str, str]] = {
    "not named as the later one": (_metadata(b'pdfuaid:part="2"', b""), "ua2", "5-2"),
    "a bookmark to a place": (_place_alone, "ua2", "8.8-2"),
    "text outside a paragraph": (_loose_text, "ua2", "Table 5. Document-Span-1"),
    "an attached file without relation, in PDF 2.0": (_without("/AFRelationship"), "4f", "6.9-4"),
}
"""By what is wrong: how it is made so, against which standard, and the clause that must refuse it."""


def sign(report: Path, folder: Path, name: str = "signed") -> None:
    """A signed copy."""
    key = open_key(str(Authority(folder).file), "secret", datetime.now(UTC))
    (folder / f"{name}.pdf").write_bytes(signed(report.read_bytes(), key))


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory, rendered: Rendered) -> dict[tuple[str, str], Verdict]:
    """By report or mutant and flavour. All in one run: the Java machine and its profiles take a second to start."""
    folder = tmp_path_factory.mktemp("standards")
    report = folder / "report.pdf"
    Image.new("RGBA", (60, 20), (29, 90, 134, 128)).save(folder / "logo.png")
    render_report(make_inputs(logo=read_logo(folder / "logo.png"), marking="TLP:AMBER"), report)
    few = dataclasses.replace(make_inputs(), events=make_inputs().events[:4])
    (folder / "hostile.pdf").symlink_to(rendered(poisoned_inputs(few, f"{TYPED} {SCRIPTS}")))
    render_report(dataclasses.replace(drawn_inputs(), events=few.events, language="de"), folder / "drawn.pdf")
    for template in ("brief", "vendor-letter"):
        render_report(few, folder / f"{template}.pdf", template)
    brief = folder / "brief.pdf"
    sign(brief, folder)
    files = [(name, flavour) for name in REPORTS for flavour in FLAVOURS]
    PdfWriter(clone_from=brief).write(folder / "copied.pdf")
    for name, (change, flavour, _) in MUTANTS.items():
        pdf = PdfWriter(clone_from=brief)
        change(pdf)
        pdf.write(folder / f"{name}.pdf")
        files.append((name, flavour))
    later = make_empty_inputs(standard="pdf/a-4f")
    render_report(later, folder / "later.pdf")
    brief = render_report(later, folder / "later-brief.pdf", "brief").path
    sign(brief, folder, "later-signed")
    files += [(name, flavour) for name in LATER_REPORTS for flavour in LATER]
    for name, (change, flavour, _) in LATER_MUTANTS.items():
        pdf = PdfWriter(clone_from=brief)
        pdf.pdf_header = "%PDF-2.0"
        change(pdf)
        pdf.write(folder / f"{name}.pdf")
        files.append((name, flavour))
    found = validated([(folder / f"{name}.pdf", flavour) for name, flavour in files])
    return dict(zip(files, found, strict=True))


@pytest.mark.parametrize(
    ("name", "flavour"),
    [
        (name, flavour)
        for names, all_of in ((REPORTS, FLAVOURS), (LATER_REPORTS, LATER))
        for name in names
        for flavour in all_of
    ],
)
def test_a_report_keeps_to_the_standards(name: str, flavour: str, verdicts: dict[tuple[str, str], Verdict]) -> None:
    """PDF/A-3a (ISO 19005-3) keeps it readable for decades, PDF/UA-1 (ISO 14289-1) readable without eyes; PDF/A-4f
    (ISO 19005-4) and PDF/UA-2 (ISO 14289-2) are their successors.

    `copied` went through the hands that make the mutants: what is refused in them is what was broken, and no more.
    """
    verdict = verdicts[name, flavour]
    assert verdict.complies, verdict.broken
    assert not verdict.broken


@pytest.mark.parametrize(
    ("flavour", "rules", "looked_at"),
    [("3a", 150, 100_000), ("ua1", 100, 50_000), ("4f", 100, 20_000), ("ua2", 1500, 20_000)],
)
def test_the_validator_looks_at_everything(
    flavour: str, rules: int, looked_at: int, verdicts: dict[tuple[str, str], Verdict]
) -> None:
    """A jar whose rules were lost would agree with anything."""
    name = "later" if flavour in LATER else "report"
    assert verdicts[name, flavour].rules >= rules
    assert verdicts[name, flavour].looked_at >= looked_at


@pytest.mark.parametrize("name", MUTANTS | LATER_MUTANTS)
def test_the_validator_refuses_what_is_broken(name: str, verdicts: dict[tuple[str, str], Verdict]) -> None:
    _, flavour, clause = (MUTANTS | LATER_MUTANTS)[name]
    verdict = verdicts[name, flavour]
    assert not verdict.complies
    assert clause in verdict.broken
