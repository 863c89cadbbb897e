"""An assessment that is open for work: each change is checked, kept on disk, and only then seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property, reduce
from pathlib import Path

from ddq.assessment import record, reviewing
from ddq.assessment.entering import Entry, enter
from ddq.assessment.fold import apply, fold
from ddq.assessment.interview import Interview
from ddq.assessment.model import Answer, Assessment, Event, EvidenceFile, Status, Verdict
from ddq.assessment.next_event import Stamp
from ddq.assessment.undoing import last_undoable, undo
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.positions import Document
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.model import Score
from ddq.store.protocol import Conflict, Store
from ddq.workspace.library import Library
from ddq.workspace.snapshot import Snapshot, assemble
from ddq.workspace.surroundings import Surroundings


class OpenAssessment:
    """One assessment in a store, with what it is read against.

    A method that changes something returns when the change is on disk; it raises `NotAccepted` where the questionnaire
    or the rules refuse, `Conflict` where somebody else was first (what they did is then seen here), and `NotSaved`.
    """

    def __init__(self, store: Store, library: Library, surroundings: Surroundings, identifier: str) -> None:
        self.id = identifier
        self._store = store
        self._library = library
        self._surroundings = surroundings
        self._events = store.events(identifier)
        self._assessment = fold(self._events)

    @property
    def assessment(self) -> Assessment:
        """As it stands."""
        return self._assessment

    @cached_property
    def loaded(self) -> LoadedQuestionnaire:
        """Its questionnaire as first looked at: a file that is edited meanwhile is seen on opening again."""
        return self._library.questionnaire(self._assessment.questionnaire.id)

    @property
    def profile(self) -> Profile:
        """Its buyer profile."""
        return self._library.profile(self._assessment.engagement.profile)

    @property
    def reading(self) -> Reading:
        """The registers on its day."""
        return self.snapshot.reading

    @property
    def day(self) -> date:
        """The day whose facts and laws count."""
        return self._assessment.as_of or self._surroundings.today()

    @cached_property
    def snapshot(self) -> Snapshot:
        """Everything together, as of its day; made anew after each change."""
        profile, anchor = self._assessment.engagement.profile, self._store.anchor(self.id)
        return assemble(self._library, self._assessment, self._events, self.day, profile=profile, anchor=anchor)

    @cached_property
    def interview(self) -> Interview:
        """How every question stands; made anew after each change."""
        return self.snapshot.interview()

    def score(self, *, refine: bool = True) -> Score:
        """What the method says; without `refine` the outer interval, which is quicker and labelled so."""
        return self.snapshot.score(refine=refine)

    def history(self) -> tuple[Event, ...]:
        """All events, oldest first."""
        return self._events

    def notices(self) -> tuple[str, ...]:
        """What the user must be told, such as a half-written entry that was set aside."""
        questionnaire = self._assessment.questionnaire
        found = list(self._store.notices(self.id))
        if self.loaded.digest != questionnaire.digest:
            found.append(
                f"the questionnaire {questionnaire.id} is not the one that this assessment began with (version"
                f" {questionnaire.version}, now {self.loaded.questionnaire.version}): look at answers marked invalid"
            )
        return tuple(found)

    def answer(self, subject: str, given: Answer, why: str | None = None) -> Event:
        """Answer a question, a row (`GROUP/ROW`) or a declaration (`GROUP/complete`)."""
        return self._keep(lambda: record.answer(self._assessment, self.loaded, subject, given, self._stamp(), why=why))

    def enter(self, given: Iterable[Entry], document: Document | None = None) -> tuple[Event, ...]:
        """Give several answers, all or none; `document` says where they stand."""
        events = enter(self._assessment, self.loaded, given, self._stamps(), document)
        return self._keep_all(events)

    def take_back(self, subject: str, why: str | None = None) -> Event:
        """Take an answer back, or a row out."""
        return self._keep(lambda: record.take_back(self._assessment, subject, self._stamp(), why))

    def flag(self, question: str, reason: str | None) -> Event:
        """Flag a question for later; None lifts the flag."""
        return self._keep(lambda: record.flag(self._assessment, self.loaded, question, reason, self._stamp()))

    def attach(self, file: Path, name: str | None = None) -> EvidenceFile:
        """Keep a file as evidence; answers then name it by its id."""
        kept = self._store.put_evidence(file, name)
        if kept.id not in self._assessment.evidence:
            self._keep(lambda: record.attach(self._assessment, kept, self._stamp()))
        return self._assessment.evidence[kept.id]

    def evidence(self, digest: str) -> Path:
        """The kept file, checked."""
        return self._store.evidence(digest)

    def review(self, question: str, verdict: Verdict | None) -> Event:
        """A reviewer's verdict on the answer that stands; None withdraws it."""
        return self._keep(lambda: reviewing.review(self._assessment, self.loaded, question, verdict, self._stamp()))

    def change_status(self, status: Status, why: str | None = None) -> Event:
        """Move the assessment on in its life."""
        return self._keep(lambda: reviewing.change_status(self._assessment, status, self._stamp(), why))

    def undo(self) -> Event | None:
        """Take back this user's last change that still stands; None where there is none."""
        last = last_undoable(self._events, self._surroundings.user())
        return None if last is None else self._keep(lambda: undo(self._assessment, last, self._stamp()))

    def _stamp(self) -> Stamp:
        return Stamp(self._surroundings.clock(), self._surroundings.user())

    def _stamps(self) -> Iterator[Stamp]:
        while True:
            yield self._stamp()

    def _keep(self, make: Callable[[], Event]) -> Event:
        return self._keep_all((make(),))[0]

    def _keep_all(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        """Append, then look at the store again: another process may have appended before."""
        if not events:
            return ()
        try:
            kept = self._store.append(self.id, events)
        except Conflict:
            self.refresh()
            raise
        self.refresh()
        return kept

    def refresh(self) -> None:
        """See what other processes appended."""
        events = self._store.events(self.id)
        if len(events) != len(self._events):
            self._assessment = reduce(apply, events[len(self._events) :], self._assessment)
            self._events = events
            for name in ("snapshot", "interview"):
                self.__dict__.pop(name, None)
