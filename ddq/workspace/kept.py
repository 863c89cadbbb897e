"""An assessment in its store: what stands, what it is read against, and how a change is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property, reduce

from ddq.assessment.carrying import Earlier
from ddq.assessment.fold import apply, fold
from ddq.assessment.interview import Interview
from ddq.assessment.model import Assessment, Event
from ddq.assessment.next_event import Stamp
from ddq.assessment.serving import served
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.problems import SourceError
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.model import Score
from ddq.store.protocol import ClosedMeanwhile, Conflict, Store, Summary
from ddq.workspace.library import Library
from ddq.workspace.previous import last_of
from ddq.workspace.snapshot import Snapshot, assemble
from ddq.workspace.surroundings import Surroundings
from ddq.workspace.versions import current_version, version_of


class KeptAssessment:
    """One assessment in a store, with what it is read against."""

    def __init__(self, store: Store, library: Library, surroundings: Surroundings, identifier: str) -> None:
        self.id = identifier
        self._store = store
        self._library = library
        self._surroundings = surroundings
        self._events = store.events(identifier)
        self._assessment = fold(self._events)
        self._interview_before: Interview | None = None
        """That of before the last change, whose unchanged parts the next one takes over."""

    @property
    def assessment(self) -> Assessment:
        """As it stands, each question of a concept with the concept's answer."""
        return self._served

    @cached_property
    def _served(self) -> Assessment:
        try:
            return served(self._assessment, self.loaded)
        except SourceError:  # without its questionnaire it can still be listed and its history read
            return self._assessment

    @cached_property
    def loaded(self) -> LoadedQuestionnaire:
        """Its questionnaire at its own version, whatever has become of the file since, in its language."""
        return self.in_language(self._assessment.language)

    def in_language(self, language: str | None) -> LoadedQuestionnaire:
        """Its questionnaire at its own version, in a language as far as it was translated.

        Raises:
            SourceError: there is no such translation.
        """
        reference = self._assessment.questionnaire
        if language is not None and language != self._assessment.language:
            self._library.check_language(reference.id, language)
        return version_of(self._store, self._library, reference, language)

    @property
    def newer(self) -> LoadedQuestionnaire | None:
        """Its questionnaire as the file is now; None where that is the assessment's own version, or is gone."""
        current, _ = current_version(self._library, self._assessment.questionnaire.id)
        return None if current is None or current.digest == self._assessment.questionnaire.digest else current

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
        return self._assessment.as_of or self.today

    @property
    def today(self) -> date:
        """The day it is."""
        return self._surroundings.today()

    @property
    def user(self) -> str:
        """Who is at work: a name that nothing proves."""
        return self._surroundings.user()

    @cached_property
    def snapshot(self) -> Snapshot:
        """Everything together, as of its day; made anew after each change."""
        profile, anchor = self._assessment.engagement.profile, self._store.anchor(self.id)
        return assemble(
            self._library,
            self._assessment,
            self._events,
            self.day,
            profile=profile,
            anchor=anchor,
            loaded=self.loaded,
            language=self._assessment.language,
        )

    @cached_property
    def interview(self) -> Interview:
        """How every question stands; made anew after each change."""
        before, self._interview_before = self._interview_before, None
        return self.snapshot.interview(before)

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
        elif (newer := self.newer) is not None:
            found.append(
                f"this assessment keeps to version {questionnaire.version} of {questionnaire.id}, as it began; the"
                f" questionnaire is now {newer.questionnaire.version}: `ddq migrate` carries the assessment over"
            )
        return tuple(found)

    def as_earlier(self) -> Earlier:
        """As a later assessment looks back at it; its questionnaire may be gone."""
        try:
            loaded = self.loaded
        except SourceError:
            loaded = None
        return Earlier(self._assessment, self._events, loaded)

    def previous(self) -> Summary | None:
        """The last assessment of the same vendor that was begun before this one; None where there is none."""
        mine = self._assessment
        return last_of(self._store.summaries(), mine.vendor, (mine.created_at, mine.id))

    def another(self, identifier: str) -> KeptAssessment:
        """Another assessment of the same store, to look at."""
        return KeptAssessment(self._store, self._library, self._surroundings, identifier)

    def moved(self) -> bool:
        """Whether somebody else kept something that is not seen here yet; `refresh` shows it."""
        return self._store.moved(self.id)

    def refresh(self) -> None:
        """See what other processes appended."""
        events = self._store.events(self.id)
        if len(events) != len(self._events):
            read_as = (self._assessment.questionnaire, self._assessment.language)
            self._assessment = reduce(apply, events[len(self._events) :], self._assessment)
            self._events = events
            self._interview_before = self.__dict__.pop("interview", None)
            for name in ("snapshot", "_served"):
                self.__dict__.pop(name, None)
            if (self._assessment.questionnaire, self._assessment.language) != read_as:
                self.__dict__.pop("loaded", None)

    def _check_own(self, subject: str) -> None:
        """That an answer is the question's own, and not that of another which asks the same concept.

        Raises:
            NotAccepted: it is another's.
        """
        answer = self._served.answers.get(subject)
        if answer is not None and answer.served_by is not None:
            hint = f"do this with {answer.served_by}, or answer {subject} itself"
            raise NotAccepted(subject, f"this is answered as {answer.served_by} was", hint)

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
        except (Conflict, ClosedMeanwhile):
            self.refresh()
            raise
        self.refresh()
        return kept
