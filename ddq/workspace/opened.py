"""An assessment that is open for work: each change is checked, kept on disk, and only then seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ddq.assessment import record
from ddq.assessment.carrying import Carried, carry
from ddq.assessment.consequences import consequences
from ddq.assessment.entering import Entry, enter
from ddq.assessment.fold import apply
from ddq.assessment.model import Answer, Event, EvidenceFile
from ddq.assessment.subjects import NotAccepted
from ddq.assessment.undoing import last_undoable, stands, undo
from ddq.authoring.migrating import MigrationPlan, plan_migration
from ddq.questionnaire.positions import Document
from ddq.workspace.compared import AssessmentComparison, compare_assessments
from ddq.workspace.kept import KeptAssessment
from ddq.workspace.reviewed import ReviewedAssessment
from ddq.workspace.versions import keep_version


class OpenAssessment(ReviewedAssessment):
    """One assessment in a store, with what it is read against.

    A method that changes something returns when the change is on disk; it raises `NotAccepted` where the questionnaire
    or the rules refuse, `Conflict` or `ClosedMeanwhile` where somebody else was first (what they did is then seen
    here), and `NotSaved`.
    """

    _given_together: tuple[int, ...] = ()
    """The numbers of the events of the last answers that were given in one go here: they are taken back as one."""

    def answer(self, subject: str, given: Answer, why: str | None = None) -> Event:
        """Answer a question, a row (`GROUP/ROW`) or a declaration (`GROUP/complete`)."""
        return self._keep(lambda: record.answer(self._assessment, self.loaded, subject, given, self._stamp(), why=why))

    def enter(self, given: Iterable[Entry], document: Document | None = None) -> tuple[Event, ...]:
        """Give several answers, all or none; `document` says where they stand."""
        events = self._keep_all(enter(self._assessment, self.loaded, given, self._stamps(), document))
        self._given_together = tuple(event.seq for event in events)
        return events

    def would_enter(self, given: Iterable[Entry]) -> tuple[Event, ...]:
        """What entering these answers would change; nothing is kept."""
        return enter(self._assessment, self.loaded, given, self._stamps())

    def take_back(self, subject: str, why: str | None = None) -> Event:
        """Take an answer back, or a row out."""
        self._check_own(subject)
        return self._keep(lambda: record.take_back(self._assessment, subject, self._stamp(), why))

    def confirm(self, subject: str) -> Event:
        """Confirm a carried answer as it stands."""
        return self._keep(lambda: record.confirm(self._assessment, self.loaded, subject, self._stamp()))

    def carry(self, earlier: KeptAssessment) -> Carried:
        """Carry answers over from an earlier assessment of the same vendor, all in one go; what was and was not."""
        carried = carry(earlier.as_earlier(), self._assessment, self.loaded, self._stamps())
        self._keep_all(carried.events)
        return carried

    def compare(self, earlier: KeptAssessment) -> AssessmentComparison:
        """What changed since an earlier assessment, in fact and in method."""
        return compare_assessments(earlier.snapshot, self.snapshot)

    def migration(self) -> MigrationPlan:
        """What going on to the questionnaire as its file is now would do to each answer.

        Raises:
            NotAccepted: it is the assessment's own version, or the assessment is no draft.
            SourceError: the file is missing or has problems.
        """
        newer = self._library.questionnaire(self._assessment.questionnaire.id)
        if newer.digest == self._assessment.questionnaire.digest:
            message = f"the assessment is at {newer.questionnaire.version}, as its questionnaire is"
            raise NotAccepted("questionnaire", message)
        return plan_migration(self._assessment, self.loaded, newer, self._stamp())

    def migrate(self) -> MigrationPlan:
        """Go on to the questionnaire as its file is now; what became of each answer."""
        plan = self.migration()
        keep_version(self._store, self._library.questionnaire(self._assessment.questionnaire.id))
        self._keep(lambda: plan.event)
        return plan

    def change_language(self, language: str) -> Event:
        """Ask in another language, where the questionnaire is translated.

        Raises:
            SourceError: there is no such translation.
        """
        self._library.check_language(self._assessment.questionnaire.id, language)
        return self._keep(lambda: record.change(self._assessment, "language", language, self._stamp()))

    def flag(self, question: str, reason: str | None) -> Event:
        """Flag a question for later; None lifts the flag."""
        return self._keep(lambda: record.flag(self._assessment, self.loaded, question, reason, self._stamp()))

    def attach(self, file: Path, name: str | None = None) -> EvidenceFile:
        """Keep a file as evidence; answers then name it by its id."""
        kept = self._store.put_evidence(file, name)
        if kept.id not in self._assessment.evidence:
            self._keep(lambda: record.attach(self._assessment, kept, self._stamp()))
        return self._assessment.evidence[kept.id]

    def expire(self, digest: str, expires: date | None) -> Event:
        """Say until which day an attached file counts as evidence; None for as long as it is kept."""
        return self._keep(lambda: record.expire(self._assessment, digest, expires, self._stamp()))

    def evidence_problem(self, file: EvidenceFile, *, whole: bool = False) -> str | None:
        """What is wrong with a kept file, by its size or with `whole` by its content; None where it is as it was."""
        return self._store.evidence_problem(file, whole=whole)

    def evidence(self, digest: str) -> Path:
        """The kept file, checked."""
        return self._store.evidence(digest)

    def undo(self) -> Event | None:
        """Take back this user's last change that still stands; None where there is none."""
        last = last_undoable(self._events, self._surroundings.user())
        return None if last is None else self._keep(lambda: undo(self._assessment, last, self._stamp()))

    def undo_together(self) -> tuple[Event, ...]:
        """Take back this user's last change, with everything that was given in one go with it while this was open."""
        last = last_undoable(self._events, self._surroundings.user())
        if last is None or last.seq not in self._given_together:
            event = self.undo()
            return () if event is None else (event,)
        stamps = self._stamps()
        together = {event.seq: event for event in self._events if event.seq in self._given_together}
        for event in self._events:
            together.pop(event.undoes or 0, None)
        assessment = self._assessment
        events: list[Event] = []
        for event in reversed(together.values()):
            if stands(assessment, event.kind, event.subject) == event.new:  # else it was changed since, and stays
                events.append(undo(assessment, event, next(stamps)))
                assessment = apply(assessment, events[-1])
        self._keep_all(tuple(events))
        return tuple(events)

    def undo_event(self, seq: int) -> Event:
        """Take back what one entry of the history did; undoing an undo does it again."""
        return self._keep(lambda: undo(self._assessment, self._entry(seq), self._stamp()))

    def undo_would(self, seq: int) -> tuple[str, ...]:
        """What undoing an entry would change, a sentence each.

        Raises:
            NotAccepted: it cannot be undone.
        """
        event = self._entry(seq)
        undo(self._assessment, event, self._stamp())
        return consequences(self.interview, event)

    def _entry(self, seq: int) -> Event:
        if not 1 <= seq <= len(self._events):
            raise NotAccepted(
                f"entry {seq}", "there is no such entry", f"the history has entries 1 to {len(self._events)}"
            )
        return self._events[seq - 1]
