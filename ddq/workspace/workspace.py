"""A workspace: a folder with assessments, and the user's own questionnaires and profiles beside those that ship."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType

from ddq.assessment import record
from ddq.assessment.carrying import Carried, carry
from ddq.assessment.case import Case
from ddq.assessment.entering import AnsweredFile, enter_case
from ddq.assessment.fold import fold
from ddq.assessment.model import Beginning, Engagement, Event, QuestionnaireReference, Vendor
from ddq.assessment.next_event import Stamp
from ddq.assessment.prefilling import prefill
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.problems import Problem, SourceError, did_you_mean
from ddq.store.local import LocalStore
from ddq.store.protocol import NotFound, StoreError, Summary
from ddq.workspace.choosing import open_store, server_of
from ddq.workspace.kept import KeptAssessment
from ddq.workspace.library import Library
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.previous import last_of
from ddq.workspace.surroundings import Surroundings, cache_folder, default_folder
from ddq.workspace.versions import keep_version


class Workspace:
    """The one place where store, library, clock, ids and user meet."""

    def __init__(
        self,
        folder: Path | None = None,
        surroundings: Surroundings | None = None,
        *,
        cache: Path | None = None,
    ) -> None:
        """Open the workspace in `folder` (by default `$DDQ_WORKSPACE`, else the platform's data folder), or make it.

        Raises:
            StoreError: the folder cannot be used.
        """
        self.folder = folder or default_folder()
        self.surroundings = surroundings or Surroundings()
        self.server = server_of(self.folder)
        """The address of the server that it is on; None where it is on this machine."""
        self.store = open_store(self.folder, self.surroundings, self.server)
        if (login := self.store.user) is not None:
            self.surroundings = replace(self.surroundings, user=lambda: login)
        self.library = Library(self.folder, cache or cache_folder())

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def create(
        self,
        vendor: Vendor,
        questionnaire: str,
        engagement: Engagement,
        *,
        title: str | None = None,
        as_of: date | None = None,
    ) -> OpenAssessment:
        """A new assessment.

        Raises:
            SourceError: the questionnaire or the profile is missing or has problems.
            NotAccepted: a title or a name is empty or too long.
        """
        loaded = self._questionnaire(questionnaire)
        begun = self._begun(vendor, loaded, engagement, title, as_of)
        self.store.create([begun, *prefill(fold([begun]), loaded, self._stamps())])
        return self.open(begun.subject)

    def create_again(
        self,
        earlier: KeptAssessment,
        vendor: Vendor | None = None,
        questionnaire: str | None = None,
        engagement: Engagement | None = None,
        *,
        title: str | None = None,
        as_of: date | None = None,
    ) -> tuple[OpenAssessment, Carried]:
        """A new assessment with the answers of an earlier one carried over; what is not named is as it was then.

        Raises:
            SourceError: the questionnaire or the profile is missing or has problems.
            NotAccepted: it is another vendor, or a title or a name is empty or too long.
        """
        before = earlier.assessment
        loaded = self._questionnaire(questionnaire or before.questionnaire.id)
        begun = self._begun(vendor or before.vendor, loaded, engagement or before.engagement, title, as_of)
        carried = carry(earlier.as_earlier(), fold([begun]), loaded, self._stamps())
        events = [begun, *carried.events]
        self.store.create([*events, *prefill(fold(events), loaded, self._stamps())])
        return self.open(begun.subject), carried

    def create_from_case(self, case: AnsweredFile[Case]) -> OpenAssessment:
        """A new assessment with all the answers of a case, under its own times and names."""
        identifier = self.surroundings.ids()
        loaded = self.library.questionnaire(case.content.questionnaire)
        keep_version(self.store, loaded)
        self.store.create(enter_case(case, loaded, identifier))
        return self.open(identifier)

    def open(self, identifier: str) -> OpenAssessment:
        """The assessment whose id is, or begins with, `identifier`.

        Raises:
            NotFound: there is none, or several begin so.
            Damaged: its ledger does not hold together.
        """
        return OpenAssessment(self.store, self.library, self.surroundings, self.find(identifier))

    def find(self, identifier: str) -> str:
        """The whole id of the assessment whose id is, or begins with, `identifier`; the end will do as well."""
        if self.store.has(identifier):
            return identifier
        ids = [summary.id for summary in self.list()]
        found = [name for name in ids if identifier and (name.startswith(identifier) or name.endswith(identifier))]
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound(f"{len(found)} assessments begin or end with {identifier!r}; give more of the id")
        hint = did_you_mean(identifier, ids) or "`ddq list` shows those that there are"
        raise NotFound(f"there is no assessment {identifier!r}; {hint}")

    def previous(self, opened: KeptAssessment) -> Summary | None:
        """The last assessment of the same vendor that was begun before this one; None where there is none."""
        return opened.previous()

    def last_of(self, vendor: Vendor) -> Summary | None:
        """The last assessment of a vendor; None where there is none."""
        return last_of(self.list(), vendor)

    def list(self) -> tuple[Summary, ...]:
        """All assessments, the last changed first."""
        return self.store.summaries()

    def on_this_machine(self, what: str) -> LocalStore:
        """The store where it is a folder on this machine, as `what` needs.

        Raises:
            StoreError: it is on a server.
        """
        if isinstance(self.store, LocalStore):
            return self.store
        raise StoreError(f"{what} is for a workspace on one machine, and this one is on a server; see `ddq store`")

    def close(self) -> None:
        """Let go of all files."""
        self.store.close()

    def _questionnaire(self, name: str) -> LoadedQuestionnaire:
        loaded = self.library.questionnaire(name)
        self._check_found_again(name, loaded.questionnaire.id)
        return loaded

    def _begun(
        self, vendor: Vendor, loaded: LoadedQuestionnaire, engagement: Engagement, title: str | None, as_of: date | None
    ) -> Event:
        self.library.profile(engagement.profile)
        keep_version(self.store, loaded)
        questionnaire = loaded.questionnaire
        beginning = Beginning(
            title=title or vendor.name,
            vendor=vendor,
            engagement=engagement,
            questionnaire=QuestionnaireReference(
                id=questionnaire.id, version=questionnaire.version, digest=loaded.digest
            ),
            as_of=as_of,
        )
        return record.begin(self.surroundings.ids(), beginning, self._stamp())

    def _stamps(self) -> Iterator[Stamp]:
        while True:
            yield self._stamp()

    def _check_found_again(self, name: str, identifier: str) -> None:
        """An assessment names its questionnaire by id, so the file must be where ids are looked up."""
        found = self.library.files("questionnaire").get(identifier)
        if found is None or not found.samefile(self.library.path("questionnaire", name)):
            place = self.folder / "questionnaires" / f"{identifier}.yaml"
            problem = f"the questionnaire {identifier} would not be found again"
            raise SourceError([Problem(name, 0, 0, "W002", problem, f"put the file at {place}, and name it by its id")])

    def _stamp(self) -> Stamp:
        return Stamp(self.surroundings.clock(), self.surroundings.user())
