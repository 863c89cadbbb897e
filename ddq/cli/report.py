"""The report is rendered in a process of its own, which reads no network."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.target import declare_target, snapshot_of
from ddq.cli.terminal import OK, Misused, say, tell

if TYPE_CHECKING:
    from ddq.report.inputs import ReportInputs
    from ddq.report.job import Standard
    from ddq.report.render import ReportResult
    from ddq.report.signing import SigningKey
    from ddq.workspace.snapshot import Snapshot


LONGEST_MARKING = 60
FORMATS = ("pdf", "html", "json", "xlsx", "md", "docx")


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_target(parser)
    parser.add_argument("-o", "--out", required=True, metavar="FILE", help="the file to write, such as report.pdf")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="pdf, a page (html), data (json), a workbook (xlsx), Markdown (md) or Word (docx); else by FILE's ending",
    )
    parser.add_argument("--language", metavar="L", help="the report and its questions in this language, such as de")
    parser.add_argument("--template", default="full", metavar="T", help="a template by its name, or a folder")
    parser.add_argument(
        "--marking", type=_a_marking, metavar="TEXT", help="who may read it, printed on every page, such as TLP:AMBER"
    )
    parser.add_argument("--logo", type=Path, metavar="FILE", help="a PNG or JPEG on the cover")
    parser.add_argument(
        "--standard",
        choices=("pdf/a-3a", "pdf/a-4f"),
        default="pdf/a-3a",
        help="pdf/a-3a with PDF/UA-1, or pdf/a-4f with PDF/UA-2 (PDF 2.0)",
    )
    parser.add_argument("--strict", action="store_true", help="write no PDF with a letter that the fonts do not have")
    parser.add_argument(
        "--sign", metavar="KEY", help="sign it with a PKCS#12 file, or with a token's key (pkcs11:…?module-path=…)"
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help="where the key's passphrase or PIN stands (else $DDQ_SIGN_PASSPHRASE, else it is asked for)",
    )
    parser.add_argument("--timestamp", metavar="URL", help="a time-stamping authority that stamps the signature")


def _a_marking(text: str) -> str:
    """A marking: a few words on one line."""
    if not text.strip() or len(text) > LONGEST_MARKING or not text.isprintable():
        raise ArgumentTypeError(f"a marking has 1 to {LONGEST_MARKING} characters on one line")
    return text.strip()


def run(options: Namespace) -> int:
    """Write the report."""
    out = Path(options.out)
    form = options.format or _by_ending(out)
    if form != "pdf" and options.sign is not None:
        raise Misused(f"a signature belongs to a PDF, not to {form}")
    if options.sign is None and (options.timestamp or options.passphrase_file):
        raise Misused("--timestamp and --passphrase-file belong to a signature; name its key with --sign")
    template = template_of(options)
    key = None if options.sign is None else _key(options)
    logo = None if options.logo is None else _logo(options.logo)
    inputs = _inputs(snapshot_of(options, for_report=True), options.marking, logo, options.standard)
    if form != "pdf":
        return _export(inputs, out, template, form)
    if key is not None:
        return _render_signed(inputs, out, template, key, options.timestamp)
    say(str(render(inputs, out, template, strict=options.strict).path))
    return OK


def _inputs(snapshot: Snapshot, marking: str | None, logo: str | None, standard: Standard) -> ReportInputs:
    from ddq.report.inputs import report_inputs

    return report_inputs(snapshot, None, marking, logo, standard)


def _by_ending(out: Path) -> str:
    """The format that a file's name asks for."""
    ending = out.suffix.lower().removeprefix(".")
    if ending == "htm":
        return "html"
    if ending not in FORMATS and not out.is_dir():
        known = ", ".join(f".{one}" for one in FORMATS)
        raise Misused(f"{out}: what this is to be is not clear from its name; end it with {known}, or say --format")
    return ending if ending in FORMATS else "pdf"


def _export(inputs: ReportInputs, out: Path, template: Path, form: str) -> int:
    """The report as something else than a PDF."""
    from ddq.report.exports import export
    from ddq.report.manifest import not_told, read_manifest
    from ddq.report.render import put

    put(export(inputs, template, form), out)
    said = not_told(read_manifest(template), inputs.language)
    if said is not None:
        tell(f"ddq: {said}")
    say(str(out))
    return OK


def template_of(options: Namespace) -> Path:
    """The folder of the template that `--template` names: the workspace's own come before those that ship."""
    from ddq.cli.questionnaire import library_of
    from ddq.report.manifest import template_folder

    try:
        return template_folder(options.template, library_of(options).own)
    except LookupError as error:
        raise Misused(str(error.args[0])) from error


def _logo(path: Path) -> str:
    from ddq.report.logo import read_logo

    return read_logo(path)


def _key(options: Namespace) -> SigningKey:
    """The key, opened before anything is rendered: a wrong passphrase is told at once."""
    import os
    from datetime import UTC, datetime
    from getpass import getpass

    from ddq.report.signing import open_key

    passphrase = os.environ.get("DDQ_SIGN_PASSPHRASE")
    if options.passphrase_file is not None:
        try:
            passphrase = Path(options.passphrase_file).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Misused(f"{options.passphrase_file}: the passphrase cannot be read: {error}") from error
    elif passphrase is None:
        if not sys.stdin.isatty():
            raise Misused("the key's passphrase cannot be asked for here; name it with --passphrase-file")
        passphrase = getpass("Passphrase of the key: ")
    return open_key(options.sign, passphrase or None, datetime.now(UTC))


def _render_signed(inputs: ReportInputs, out: Path, template: Path, key: SigningKey, authority: str | None) -> int:
    """The report with a signature; nothing stands at `out` until it is signed, and no letter is missing in it."""
    import tempfile

    from ddq.report.render import put
    from ddq.report.signing import signed

    with tempfile.TemporaryDirectory(prefix="ddq-") as folder:
        unsigned = render(inputs, Path(folder) / "unsigned.pdf", template, strict=True)
        put(signed(unsigned.path.read_bytes(), key, authority), out)
    say(str(out))
    tell(f"ddq: signed by {key.name}, certificate {key.fingerprint}; unsigned, its SHA-256 is {unsigned.sha256}")
    return OK


def render(inputs: ReportInputs, out: Path, template: str | Path = "full", *, strict: bool = False) -> ReportResult:
    """A report as a PDF; warnings go to stderr."""
    from ddq.report.render import render_report

    result = render_report(inputs, out, template, strict=strict)
    tell(*(f"ddq: {warning}" for warning in result.warnings))
    return result
