"""Nothing is changed or mended. The record is tamper-evident, not tamper-proof: an anchor that was kept elsewhere, and
the seals of a workspace (`ddq key seal`), show more. Exits 1 where something is wrong, and 3 where all holds but
something was lost before and is on record, as by a repair."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ddq.cli.terminal import FOUND, LOST, OK, Misused, give, say

if TYPE_CHECKING:
    from ddq.store.verifying import Verified

Anchor = tuple[int, str]
UNSEEN = "what is drawn over the text, or looks otherwise than it reads, only the same renderer shows"


def an_anchor(text: str) -> Anchor:
    """`SEQ:HASH`, as a history or a report ends with."""
    seq, _, head = text.partition(":")
    if not seq.isdecimal() or len(head) < 12 or not set(head.lower()) <= set("0123456789abcdef"):
        raise ArgumentTypeError(f"{text!r} is not an anchor; write the number of entries, a colon, and the hash")
    return int(seq), head.lower()


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "what",
        nargs="?",
        metavar="ID|FOLDER|FILE",
        help="an assessment's id, a workspace's folder, a ledger.jsonl, a report's PDF or a bundle; else the workspace",
    )
    parser.add_argument(
        "--anchor",
        type=an_anchor,
        metavar="SEQ:HASH",
        help="number of entries and hash that were noted elsewhere: shows whether any were cut off or written anew",
    )
    parser.add_argument(
        "--trust",
        metavar="CERT.pem",
        action="append",
        default=[],
        help="a certificate that vouches for a report's signature; can be given more than once",
    )
    parser.add_argument(
        "--seals", type=Path, metavar="FILE", help="seals that were copied elsewhere; else those beside $DDQ_SEAL_KEY"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Look through it, and say what does not hold."""
    what = Path(options.what).expanduser() if options.what else None
    if what is not None and what.is_file() and what.suffix.lower() == ".pdf":
        return _report(what, options)
    if what is not None and what.is_file() and what.suffix.lower() == ".zip":
        return _bundle(what, options)
    found = [_ledger_file(what)] if what is not None and what.is_file() else list(_in_store(options, what))
    if options.anchor is not None:
        if len(found) != 1:
            raise Misused("--anchor belongs to one assessment; name it by its id")
        found = [_with_anchor(found[0], options.anchor)]
    return tell_verified(found, as_json=options.json)


def tell_verified(found: Sequence[Verified], *, as_json: bool) -> int:
    """Say what was found; the exit code."""
    problems = sum(len(one.problems) for one in found)
    if as_json:
        import orjson

        give(orjson.dumps([_data(one) for one in found]))
    else:
        say(*(line for one in found for line in _lines(one)), *_summary(found, problems))
    return FOUND if problems else LOST if any(one.lost for one in found) else OK


def _report(path: Path, options: Namespace) -> int:
    from ddq.cli.questionnaire import library_of
    from ddq.report.verifying import verify_report

    if options.anchor is not None:
        raise Misused("--anchor belongs to an assessment; a report names its own")
    checks = list(verify_report(path, library_of(options), _trusted(options.trust)))
    wrong = any(check.holds is False for check in checks)
    if options.json:
        import orjson

        give(orjson.dumps([{"subject": one.subject, "holds": one.holds, "words": one.words} for one in checks]))
        return FOUND if wrong else OK
    marks = {True: "ok", False: "!!", None: "--"}
    say(*(f"{marks[one.holds]}  {one.subject}: {one.words}" for one in checks), "")
    if wrong:
        say("The report does not follow from what it carries: it was altered, or what it carries was.")
    elif all(check.holds for check in checks):
        signed = any(check.subject == "signature" for check in checks)
        who = "Who wrote it is what the signature says" if signed else "That does not prove who wrote it"
        if any(check.read for check in checks):
            say(f"The report follows from what it carries, as its text can be read: {UNSEEN}. {who}.")
        else:
            say(f"The report follows from what it carries, in every byte. {who}.")
    else:
        say("Nothing contradicts the report; what is marked -- could not be compared here.")
    return FOUND if wrong else OK


def _trusted(paths: Sequence[str]) -> Sequence[Any]:
    """The certificates that were named."""
    if not paths:
        return ()
    from ddq.report.signature import read_certificates

    try:
        return read_certificates([Path(path) for path in paths])
    except ImportError as error:
        raise Misused("--trust needs pyHanko; install it with: pip install 'ddq[sign]'") from error
    except (OSError, ValueError) as error:
        raise Misused(f"{', '.join(paths)}: cannot be read as certificates: {error}") from error


def _bundle(path: Path, options: Namespace) -> int:
    from ddq.store.bundle_file import kind_of_file, open_bundle
    from ddq.store.bundles import verify_bundle
    from ddq.store.verifying import Verified

    if kind_of_file(path) == "backup":
        return _backup(path, options)
    with open_bundle(path) as bundle:
        ledgers = verify_bundle(bundle)
    found = [
        Verified(name, one.assessment, one.hashes, len(one.assessment.evidence) if one.assessment else 0, ())
        for name, one in ledgers.items()
    ]
    if options.json:
        import orjson

        give(orjson.dumps([_data(one) for one in found]))
    else:
        say(*(line for one in found for line in _lines(one)), "", f"All {len(bundle.manifest.files)} files are whole")
    return OK


def _backup(path: Path, options: Namespace) -> int:
    """By bringing it back into a folder that is taken away again: that is what it is for."""
    from tempfile import TemporaryDirectory

    from ddq.store.backups import restore
    from ddq.store.verifying import verify_store

    with TemporaryDirectory() as folder:
        whole = restore(path, Path(folder) / "restored")
        found = list(verify_store(Path(folder) / "restored"))
    if options.json:
        import orjson

        give(orjson.dumps([_data(one) for one in found]))
    else:
        say(*(line for one in found for line in _lines(one)), "", f"All {whole.files} files of the backup are whole")
    return FOUND if whole.problems or any(one.problems for one in found) else OK


def _in_store(options: Namespace, what: Path | None) -> Iterator[Verified]:
    from ddq.store.verifying import verify_store
    from ddq.workspace.choosing import SEAL_KEY, named_seals, server_of
    from ddq.workspace.surroundings import default_folder

    store = Path(options.workspace).expanduser() if options.workspace else default_folder()
    only = None
    if (what is None or not what.is_dir()) and server_of(store) is not None:
        raise Misused("this workspace is on a server; `ddq store check` looks through it")
    if what is not None and what.is_dir():
        store = what
    elif options.what is not None:
        only = _found(store, options.what)
    if not (store / "assessments").is_dir():
        raise Misused(f"{store} is no workspace; name its folder")
    seals = named_seals()
    if options.seals is not None:
        if seals is None:
            raise Misused(f"--seals needs the key that they were made with; name its file in ${SEAL_KEY}")
        seals.file = options.seals.expanduser()
    return verify_store(store, only, seals)


def _found(store: Path, name: str) -> str:
    """The whole id, told by its beginning or end."""
    folder = store / "assessments"
    ids = sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []
    found = [one for one in ids if one == name] or [one for one in ids if one.startswith(name) or one.endswith(name)]
    if len(found) != 1:
        many = f"{len(found)} assessments begin or end with" if found else "there is no assessment, folder or file"
        raise Misused(f"{many} {name!r}; `ddq list` shows those that there are")
    return found[0]


def _ledger_file(path: Path) -> Verified:
    if path.suffix.lower() != ".jsonl":
        raise Misused(f"{path}: is neither a report (.pdf), a bundle (.zip) nor a ledger (.jsonl)")
    from ddq.store.diagnosis import examine
    from ddq.store.verifying import Verified

    examined = examine(path.read_bytes())
    problems = () if examined.told is None else (f"{path.name}: {examined.told}",)
    name = examined.assessment.id if examined.assessment else str(path)
    return Verified(name, examined.assessment, examined.hashes, 0, problems)


def _with_anchor(found: Verified, anchor: Anchor) -> Verified:
    """With what the anchor shows: every entry up to it must be there, and have the hash that was noted."""
    from dataclasses import replace

    seq, head = anchor
    if seq > found.entries:
        wrong = f"{found.entries} entries hold together, but {seq} were noted: entries were cut off"
    elif not found.hashes[seq - 1].startswith(head):
        wrong = f"entry {seq} has another hash than was noted: the ledger was written anew up to there"
    else:
        return found
    return replace(found, problems=(*found.problems, wrong))


def _lines(found: Verified) -> Iterator[str]:
    from ddq.tui.words import counted

    vendor = (
        found.assessment.vendor.name if found.assessment else "what happened to the store" if found.journal else "?"
    )
    mark = "!!" if found.problems else "ok"
    files = f", {counted(found.files, 'evidence file')}" if found.files else ""
    yield f"{mark}  {found.id}  {vendor}: {counted(found.entries, 'entry', 'entries')}{files}, the last {found.head}"
    yield from (f"      {problem}" for problem in found.problems)
    yield from (f"      lost before: {one}" for one in found.lost)
    yield from (f"      noted: {one}" for one in found.notes)


def _summary(found: Sequence[Verified], problems: int) -> Iterator[str]:
    from ddq.tui.words import counted

    yield ""
    assessments = [one for one in found if not one.journal]
    whole = sum(not one.problems for one in assessments)
    hold = "holds" if 1 in {whole, len(assessments)} else "hold"
    said = f"{whole} of {counted(len(assessments), 'assessment')} {hold} together"
    yield said + (
        f"; {counted(problems, 'problem')}. Nothing was changed; restore what is damaged from a backup, or see"
        " `ddq repair`"
        if problems
        else ""
    )
    if lost := sum(bool(one.lost) for one in assessments):
        yield f"Of {lost} something was lost before, as is on record; from there on their histories are proved"


def _data(found: Verified) -> dict[str, object]:
    return {
        "id": found.id,
        "entries": found.entries,
        "head": found.head,
        "evidence_files": found.files,
        "problems": list(found.problems),
        "lost": list(found.lost),
        "notes": list(found.notes),
    }
