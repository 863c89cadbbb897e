"""A report checked against itself: the inputs that it carries, read again, scored again, and made into a PDF again.

It proves that the pages say what the method makes of the attached inputs, not who wrote these inputs.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from ddq.assessment.fold import BrokenHistory, fold
from ddq.assessment.model import Event
from ddq.assessment.serving import served
from ddq.questionnaire.archive import from_archive
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.problems import SourceError
from ddq.registers.model import Profile
from ddq.report.attached import About
from ddq.report.compared import compared, other_versions
from ddq.report.inputs import report_inputs
from ddq.report.manifest import read_manifest, templates
from ddq.report.render import ReportError, render_report
from ddq.report.signature import check_signature, is_signed
from ddq.scoring import to_json
from ddq.store.chain import GENESIS, canonical, redactions, write_line
from ddq.workspace.library import Library
from ddq.workspace.snapshot import Snapshot

LARGEST = 200 * 1024**2
"""Bytes of a report; ours have a few."""
NAMES = ("about.json", "assessment.json", "history.json", "profile.json", "questionnaire.json", "score.json")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    subject: str
    holds: bool | None
    """None where it could not be compared."""
    words: str
    """What was found, as a sentence."""
    read: bool = False
    """Whether the text of the pages was compared, and not their bytes."""


class NoReport(Exception):
    """A file that is no report of ddq, or none that can be read."""

    title = "Not verified"

    @property
    def msg(self) -> str:
        """What is wrong."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a report carries, read."""

    about: About
    events: tuple[Event, ...]
    profile: Profile
    loaded: LoadedQuestionnaire
    assessment: Any
    score: bytes


def verify_report(path: Path, library: Library, trusted: Sequence[Any] = ()) -> Iterator[Check]:
    """Look at one thing after another, the cheap ones first.

    Args:
        path: the PDF.
        library: where registers, templates and translations are found.
        trusted: certificates that vouch for a signature.

    Raises:
        NoReport: it is no report, or what it carries cannot be read.
    """
    content = _content(path)
    carried = _read(path, _attachments(path, content))
    signature = _signature(content, trusted)
    if signature is not None:
        yield signature
    yield _history(carried)
    yield _answers(carried)
    snapshot = _snapshot(carried, library)
    if isinstance(snapshot, Check):
        yield snapshot
        return
    yield _score(carried, snapshot)
    yield _pages(content, carried, snapshot, library.own, signed=signature is not None)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise NoReport(f"{path}: is larger than any report of ddq")
        return path.read_bytes()
    except OSError as error:
        raise NoReport(f"{path}: cannot be read: {error.strerror or error}") from error


def _attachments(path: Path, content: bytes) -> Mapping[str, bytes]:
    """The files in the PDF by name."""
    import io

    from pypdf import PdfReader

    try:
        found = {name: one[0] for name, one in PdfReader(io.BytesIO(content)).attachments.items() if len(one) == 1}
    except Exception as error:  # a hostile or a damaged PDF makes the reader fail in any way
        raise NoReport(f"{path}: cannot be read as a PDF; it is damaged, or none") from error
    missing = [name for name in NAMES if name not in found]
    if missing:
        said = "carries nothing that its figures could be checked against"
        raise NoReport(f"{path}: {said}; letters, comparisons and portfolios do not, nor do files of others")
    return found


def _read(path: Path, files: Mapping[str, bytes]) -> Carried:
    try:
        about = About.model_validate_json(files["about.json"])
        events = TypeAdapter(tuple[Event, ...]).validate_json(files["history.json"])
        profile = Profile.model_validate_json(files["profile.json"])
        assessment = orjson.loads(files["assessment.json"])
        loaded = from_archive(files["questionnaire.json"], assessment["questionnaire"]["digest"])
    except (ValidationError, ValueError, KeyError, TypeError, SourceError) as error:
        raise NoReport(f"{path}: what it carries cannot be read, or does not fit its digest; it was altered") from error
    return Carried(about, events, profile, loaded, assessment, files["score.json"])


def _signature(content: bytes, trusted: Sequence[Any]) -> Check | None:
    """What the signature comes to; None where there is none."""
    if not is_signed(content):
        return None
    found = check_signature(content, trusted)
    return Check("signature", found.holds, found.words)


def _history(carried: Carried) -> Check:
    """The chain computed again over the attached events, against the end that the report names."""
    head = GENESIS
    redacted = redactions(carried.events)
    for event in carried.events:
        _, digest = write_line(head, event)
        stands = hashlib.sha256(canonical(event)).hexdigest()
        known, instead = redacted.get(event.seq, (digest, stands))
        head = known if instead == stands else digest
    entries, about = len(carried.events), carried.about
    if about.head is None:
        return Check("history", None, f"{entries} entries that stand in no ledger, as those of a case file")
    if (about.entries, about.head) == (entries, head):
        return Check("history", True, f"{entries} entries; the hash of the last is {head}, as the report names it")
    words = f"{entries} entries, the last {head}; the report names {about.entries} and {about.head}"
    return Check("history", False, f"{words}. A ledger that is kept with a key has other hashes")


def _answers(carried: Carried) -> Check:
    """What the events come to, against the attached assessment."""
    try:
        come_to = served(fold(carried.events), carried.loaded).model_dump(mode="json")
    except BrokenHistory as error:
        return Check("answers", False, f"the entries of the history contradict each other: {error}")
    if come_to == carried.assessment:
        return Check("answers", True, f"{len(carried.assessment['answers'])} answers, as the history gives them")
    return Check("answers", False, "the attached answers are not those that the history gives")


def _snapshot(carried: Carried, library: Library) -> Snapshot | Check:
    """What it was scored from, on the registers that are installed; why not, where these are others."""
    about = carried.about
    reading = library.reading(about.as_of)
    if reading.digest != about.registers:
        words = "scored on another edition of the registers than the one installed; the score was not computed again"
        return Check("score", None, words)
    anchor = None if about.entries is None or about.head is None else (about.entries, about.head)
    loaded = carried.loaded
    if about.language is not None:
        current = library.questionnaire(loaded.questionnaire.id, about.language)
        loaded = current if current.digest == loaded.digest else loaded
    try:
        assessment = served(fold(carried.events), loaded)
    except BrokenHistory:
        return Check("score", False, "without a history that holds together, nothing can be scored")
    return Snapshot(
        assessment,
        loaded,
        reading,
        carried.profile,
        about.as_of,
        carried.events,
        anchor,
        about.language,
        about.stale,
    )


def _score(carried: Carried, snapshot: Snapshot) -> Check:
    again = to_json(snapshot.score())
    if again == carried.score:
        return Check("score", True, "the attached inputs, scored again, give the attached score in every figure")
    return Check("score", False, "the attached inputs, scored again, give another score than the attached one")


def _pages(content: bytes, carried: Carried, snapshot: Snapshot, own: Path | None, *, signed: bool) -> Check:
    """The pages against those that the attached inputs give: every byte, or their text where others render here."""
    about = carried.about
    folder = templates(own).get(about.template)
    if folder is None:
        words = f"made with the template {about.template}, which is not installed; the pages were not compared"
        return Check("pages", None, words)
    with tempfile.TemporaryDirectory() as again:
        inputs = report_inputs(snapshot, None, about.marking, about.logo, about.standard)
        try:
            if others := other_versions(about, read_manifest(folder).version):
                return Check("pages", *compared(content, inputs, folder, others), read=True)
            made = render_report(inputs, Path(again) / "again.pdf", folder)
        except ReportError as error:
            return Check("pages", None, f"could not be made again: {error.msg}")
        pages = made.path.read_bytes()
    if signed and content.startswith(pages):
        return Check("pages", True, "made again from the attached inputs, the file is the same up to the signature")
    if content == pages:
        return Check("pages", True, "made again from the attached inputs, the file is the same in every byte")
    return Check("pages", False, "made again from the attached inputs, the file is another one: it was altered")
