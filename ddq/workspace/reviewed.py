"""An assessment in review: verdicts, comments, who does what, its way to a decision, and whether that still holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ddq.assessment import commenting, deciding, moving, reviewing, roles
from ddq.assessment.deciding import StandingCondition
from ddq.assessment.decision import Condition, ConditionState, Decision, Departure, RestsOn, Verb
from ddq.assessment.model import Event, Role, Status, Verdict
from ddq.assessment.staleness import Facts, staleness
from ddq.scoring.departure import departure, proposed_conditions
from ddq.scoring.resting import rests_on
from ddq.store.protocol import Conflict
from ddq.workspace.kept import KeptAssessment
from ddq.workspace.snapshot import Snapshot

_TRIES = 5


class ReviewedAssessment(KeptAssessment):
    """What reviewers and approvers do."""

    def review(self, question: str, verdict: Verdict | None) -> Event:
        """A reviewer's verdict on the answer that stands; None withdraws it."""
        self._check_own(question)
        return self._keep(lambda: reviewing.review(self._assessment, self.loaded, question, verdict, self._stamp()))

    def comment(self, text: str, question: str | None = None) -> Event:
        """A comment on a question, or on the whole; where two people comment at once, both are kept."""
        for _ in range(_TRIES):
            try:
                return self._keep(
                    lambda: commenting.comment(self._assessment, self.loaded, question, text, self._stamp())
                )
            except Conflict:  # somebody else took the number; it has been looked at again
                continue
        return self._keep(lambda: commenting.comment(self._assessment, self.loaded, question, text, self._stamp()))

    def resolve(self, comment: int, note: str | None = None) -> Event:
        """Settle a comment."""
        return self._keep(lambda: commenting.resolve(self._assessment, comment, note, self._stamp()))

    def open_again(self, comment: int) -> Event:
        """Take a comment's resolution back."""
        return self._keep(lambda: commenting.open_again(self._assessment, comment, self._stamp()))

    def assign(self, role: Role, names: Iterable[str]) -> Event:
        """Assign people to a role, in place of those who have it."""
        given = tuple(names)
        return self._keep(lambda: roles.assign(self._assessment, role, given, self._stamp()))

    def change_status(self, status: Status, why: str | None = None) -> Event:
        """Move the assessment on in its life, where that needs no more than a reason."""
        return self._keep(lambda: moving.change_status(self._assessment, status, self._stamp(), why))

    def submit(self, why: str | None = None) -> Event:
        """Send it to review, which closes its answers."""
        return self._keep(lambda: moving.submit(self._assessment, self._stamp(), why))

    def send_back(self, questions: Iterable[str], why: str) -> Event:
        """Send questions back: those named, and those on which a verdict says issue or needs clarification."""
        named = tuple(questions)
        return self._keep(lambda: moving.send_back(self._assessment, self.loaded, named, why, self._stamp()))

    def reopen(self, why: str) -> Event:
        """Take it back to a draft."""
        return self._keep(lambda: moving.reopen(self._assessment, why, self._stamp()))

    def departure(self, verb: Verb, remedies: Sequence[str] = ()) -> Departure | None:
        """How a decision would depart from the outcome; None where it would not."""
        return departure(self.score(), verb, remedies)

    def proposed_conditions(self, owner: str, due: date) -> Sequence[Condition]:
        """The plan as conditions."""
        return proposed_conditions(self.score(), owner, due)

    def decide(
        self,
        verb: Verb,
        *,
        reason: str | None = None,
        authority: str | None = None,
        conditions: Sequence[Condition] = (),
        expires: date | None = None,
        next_review: date | None = None,
    ) -> Event:
        """Decide, on what stands now."""
        decision = self.proposed_decision(
            verb,
            reason=reason,
            authority=authority,
            conditions=conditions,
            expires=expires,
            next_review=next_review,
        )
        return self._keep(lambda: deciding.decide(self._assessment, decision, self._stamp()))

    def proposed_decision(
        self,
        verb: Verb,
        *,
        reason: str | None = None,
        authority: str | None = None,
        conditions: Sequence[Condition] = (),
        expires: date | None = None,
        next_review: date | None = None,
    ) -> Decision:
        """What would be decided, on what stands now; nothing is kept.

        Raises:
            NotAccepted: it would be refused.
        """
        remedies = [one.remedy for one in conditions if one.remedy is not None]
        decision = Decision(
            decision=verb,
            rests_on=self.rests_on(),
            reason=reason,
            authority=authority,
            departure=self.departure(verb, remedies),
            conditions=tuple(conditions),
            expires=expires,
            next_review=next_review,
        )
        deciding.decide(self._assessment, decision, self._stamp())
        return decision

    def check_decider(self) -> None:
        """That whoever sits here may decide, whatever the decision."""
        deciding.check_decider(self._assessment, self._stamp())

    def conditions(self) -> tuple[StandingCondition, ...]:
        """The conditions of the last decision, and what became of them."""
        return deciding.conditions(self._assessment)

    def change_condition(self, number: int, state: ConditionState, why: str) -> Event:
        """Say that a condition is met, waived or open again."""
        return self._keep(lambda: deciding.change_condition(self._assessment, number, state, why, self._stamp()))

    def rests_on(self) -> RestsOn:
        """What a decision made now would rest on."""
        snapshot = self.snapshot
        assert snapshot.anchor is not None, "what is in a store has a ledger"
        return rests_on(
            snapshot.assessment,
            snapshot.loaded,
            snapshot.reading,
            snapshot.profile,
            snapshot.score(),
            anchor=snapshot.anchor,
        )

    def for_report(self) -> Snapshot:
        """The snapshot with whether its decision still holds, evidence files looked at as a whole."""
        return replace(self.snapshot, stale=self.staleness(whole_files=True))

    def staleness(self, *, whole_files: bool = False) -> tuple[str, ...]:
        """Why the last decision is stale, a sentence each; nothing where it is not, or where there is none.

        With `whole_files` evidence is compared by content, which takes as long as reading it; else by its size.
        """
        if self._assessment.decision is None:
            return ()
        found = {
            file.id: self._store.evidence_problem(file, whole=whole_files)
            for file in self._assessment.evidence.values()
        }
        damaged = {digest: problem for digest, problem in found.items() if problem is not None}
        facts = Facts(self.rests_on(), self.today, damaged)
        return staleness(self._assessment, self.loaded, facts, self._events)
