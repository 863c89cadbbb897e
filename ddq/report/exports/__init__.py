"""The report for those who want something else than a PDF: a page, a document, a workbook, text, data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ddq.report.builder import build_view
from ddq.report.inputs import ReportInputs
from ddq.report.language import language, telling
from ddq.report.manifest import Manifest, read_manifest, told_in
from ddq.report.render import ReportError
from ddq.report.template import TemplateFault
from ddq.report.view import ReportView


def export(inputs: ReportInputs, template: Path, form: str) -> bytes:
    """A report in a format: `html`, `json`, `xlsx`, `md` or `docx`.

    Args:
        inputs: what it is made from.
        template: the folder of the template, of which a page is made; the other formats hold the whole report.
        form: the format.

    Raises:
        ReportError: where the template cannot be filled.
        SourceError: where its manifest is none.
    """
    manifest = read_manifest(template)
    inputs = replace(inputs, versions=(*inputs.versions, ("Report template", f"{manifest.id} {manifest.version}")))
    view = build_view(inputs, told_in(manifest, inputs.asked_in))
    with telling(language(view.language)):
        return _exported(inputs, view, manifest, template, form)


def _exported(inputs: ReportInputs, view: ReportView, manifest: Manifest, template: Path, form: str) -> bytes:
    match form:
        case "html":
            from ddq.report.exports.page import to_page

            try:
                return to_page(view, template)
            except TemplateFault as error:
                raise ReportError(str(error)) from error
        case "json":
            from ddq.report.exports.data import to_data

            return to_data(inputs, view, manifest)
        case "xlsx":
            from ddq.report.exports.workbook import to_workbook

            return to_workbook(view)
        case "docx":
            from ddq.report.exports.document import to_document

            return to_document(view)
        case _:
            from ddq.report.exports.markdown import to_markdown

            return to_markdown(view)
