"""Review and sign-off: verdicts and comments on the answers, the way to a decision, its conditions, and if it holds."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from ddq.assessment.closing import IN_WORDS
from ddq.assessment.commenting import comments_on
from ddq.assessment.deciding import StandingCondition, in_force
from ddq.assessment.decision import ConditionState
from ddq.assessment.model import Answer, Comment, Role, Status, Verdict
from ddq.assessment.moving import flagged_by_reviewers
from ddq.assessment.roles import ADVISORY
from ddq.assessment.subjects import COMPLETE, NotAccepted
from ddq.store.protocol import StoreError
from ddq.tui.decisions import CONDITION_HINTS, answers_to_review
from ddq.tui.here import Place
from ddq.tui.screens.listing import ListingScreen
from ddq.tui.screens.review_lines import (
    UNLOOKED,
    answer_line,
    comment_line,
    condition_line,
    whole_answer,
    whole_condition,
)
from ddq.tui.widgets.outline import Entry
from ddq.tui.widgets.plain import on_one_line, shown
from ddq.tui.words import CONDITIONS, VERDICTS, counted, day_words, sentence
from ddq.workspace.opened import OpenAssessment

_REASON = 150
"""Cells of the reason of the last decision: two lines of 80 columns; the report has the whole."""


class ReviewScreen(ListingScreen):
    """What reviewers and approvers do, each as a line; a letter gives a verdict on the answer under the cursor."""

    NAME = "Review and sign-off"
    EXPLAINED = (
        (
            "From a draft to a decision",
            "The interviewer sends the assessment to review, which closes its answers. Reviewers look at each answer: "
            "reviewed, an issue, or needs clarification. Questions with an issue can be sent back; only they reopen. "
            "An approver then approves, approves with conditions, or rejects.",
        ),
        (
            "Four eyes",
            "Nobody may decide on an interview to which they gave answers. Names are as they were entered and nothing "
            "on this machine proves them: this guards against mistakes, not against somebody who gives another name.",
        ),
        (
            "Letters",
            "On an answer: R reviewed, I issue, C needs clarification, N accepts that it is not applicable, X takes "
            "the verdict back, T comments on it, Enter goes to the question and Esc comes back. On an action, a "
            "comment or a condition: Enter.",
        ),
        (
            "Stale",
            "A decision is stale as soon as anything that it rests on is another: an answer, the questionnaire, the "
            "registers of law, the buyer profile, the method, a piece of evidence; or when its day, or that of a "
            "condition, has passed. It then says why.",
        ),
    )
    GROUP: ClassVar[Binding.Group] = Binding.Group("Verdict")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "verdict('reviewed')", "Reviewed", id="review.reviewed", tooltip="No objection", group=GROUP),
        Binding("i", "verdict('issue')", "Issue", id="review.issue", tooltip="Something is wrong", group=GROUP),
        Binding(
            "c", "verdict('needs_clarification')", "Clarify", id="review.clarify", tooltip="Not clear yet", group=GROUP
        ),
        Binding(
            "n",
            "verdict('not_applicable_accepted')",
            "Accept n/a",
            id="review.not_applicable",
            tooltip="Accept that it is not applicable; it then leaves the score",
            group=GROUP,
        ),
        Binding("x", "withdraw", "Withdraw", id="review.withdraw", tooltip="Take the verdict back", group=GROUP),
        Binding("t", "comment", "Comment", id="review.comment", tooltip="Say something to the answer", group=GROUP),
    ]

    def __init__(self, opened: OpenAssessment) -> None:
        super().__init__(opened)
        self._subjects: dict[str, str] = {}
        """By the key of a line, the answer that it shows."""
        self._acts: dict[str, Callable[[], Any]] = {}
        """By the key of a line, what Enter does there."""
        self._stale: tuple[str, ...] = ()

    def look(self) -> None:
        self._draw_all()
        if self.opened.assessment.decision is not None:
            self.run_worker(self._hold(), exclusive=True, group="hold")

    async def _hold(self) -> None:
        """Find out beside the screen whether the decision still holds: that takes a score."""
        stale = await asyncio.to_thread(self.opened.staleness)
        if stale != self._stale:
            self._stale = stale
            self._draw_all()

    def _draw_all(self) -> None:
        self._subjects, self._acts = {}, {}
        entries = [*self._actions(), *self._conditions(), *self._comments(None), *self._answers()]
        self.draw(self._told(), entries, "There is nothing to review yet.")

    # What is told above the list

    def _told(self) -> Content:
        assessment = self.opened.assessment
        status = IN_WORDS[assessment.status]
        parts = [Content.assemble(("Status: ", "$quiet"), (status, "bold"), (f"   {self._tally()}", "$quiet"))]
        decision = assessment.decision
        if decision is not None:
            when = f" on {day_words(decision.at)}" if decision.at else ""
            force = "" if in_force(assessment) else "; reopened since, so not in force"
            parts.append(
                shown(f"Last decision: {decision.decision.value.replace('_', ' ')}, by {decision.by}{when}{force}")
            )
            if decision.departure is not None:
                parts.append(Content.styled(on_one_line(f"It departs: {decision.departure.sentence}."), "$warning"))
            if decision.reason:
                parts.append(Content(on_one_line(f"Why: {decision.reason}")).truncate(_REASON, ellipsis=True))
        parts += [Content.assemble(("! stale: ", "bold $error"), on_one_line(why)) for why in self._stale[:3]]
        if len(self._stale) > 3:
            parts.append(Content.styled(f"and {len(self._stale) - 3} more reasons", "$error"))
        parts.append(Content.styled(f"You are {self.opened.user}; {ADVISORY}.", "$quiet"))
        return Content("\n").join(parts)

    def _tally(self) -> str:
        answers = dict(self._answered())
        given = Counter(self.opened.assessment.verdicts[one].verdict for one in answers if self._verdict(one))
        told = [f"{given[name]} {mark.word}" for name, mark in VERDICTS.items() if given[name]]
        left = len(answers) - sum(given.values())
        return ", ".join([*told, f"{left} {UNLOOKED}"])

    def _verdict(self, subject: str) -> Verdict | None:
        return self.opened.assessment.verdicts.get(subject)

    # The lines

    def _actions(self) -> Iterator[Entry]:
        status = self.opened.assessment.status
        yield _heading("What can be done now")
        if status in (Status.draft, Status.changes_requested):
            yield self._action("submit", "Send to review", "answers are closed until the review is over", self._submit)
        if status is Status.in_review:
            yield self._action(
                "back", "Send questions back", "those with an issue or to clarify reopen", self._send_back
            )
            yield self._action("decide", "Decide", "approve, approve with conditions, or reject", self._decide)
        if status is not Status.draft:
            yield self._action("reopen", "Reopen as a draft", "every answer is open again", self._reopen)
        yield self._action("assign", "Who does what", self._people(), self._assign)
        yield self._action("comment", "Comment on the whole", "anybody may, at any time", self._comment_on_all)

    def _action(self, name: str, title: str, told: str, act: Callable[[], Any]) -> Entry:
        key = f"act {name}"
        self._acts[key] = act
        return Entry(
            key,
            lambda: Content.assemble(("→ ", "bold $primary"), (title, "bold"), (f"  {on_one_line(told)}", "$quiet")),
        )

    def _people(self) -> str:
        roles = self.opened.assessment.roles
        told = [f"{role.value}s: {', '.join(roles[role])}" for role in Role if roles.get(role)]
        return "; ".join(told) or "nobody is assigned, so anybody may do anything but decide on their own answers"

    def _conditions(self) -> Iterator[Entry]:
        standing = self.opened.conditions()
        if standing:
            yield _heading("Conditions of the decision")
        for one in standing:
            key = f"condition {one.number}"
            self._acts[key] = partial(self._change_condition, one)
            yield Entry(key, partial(condition_line, one, self.opened.today), partial(whole_condition, one))

    def _comments(self, question: str | None) -> Iterator[Entry]:
        found = comments_on(self.opened.assessment, question)
        if found and question is None:
            yield _heading("Comments on the whole")
        for number, comment in found.items():
            key = f"comment {number}"
            self._acts[key] = partial(self._settle, number, comment)
            yield Entry(key, partial(comment_line, comment), lambda comment=comment: shown(comment.text))

    def _answers(self) -> Iterator[Entry]:
        section = None
        for subject, answer in self._answered():
            item = self.opened.interview.items[subject.partition("/")[0]]
            if item.section != section:
                section = item.section
                yield _heading(on_one_line(self.opened.loaded.sections[section].title))
            key = f"answer {subject}"
            self._subjects[key] = subject
            row = subject.partition("/")[2]
            place = Place(item.id, row) if row and row != COMPLETE else Place(item.id)
            comments = comments_on(self.opened.assessment, subject) if subject == item.id else {}
            yield Entry(
                key,
                partial(answer_line, self.opened.assessment, item, subject, answer),
                partial(whole_answer, self.opened.assessment, item, subject, answer),
                place,
                parts=(lambda item=item: [*self._comments(item.id)]) if comments else None,
            )

    def _answered(self) -> Iterator[tuple[str, Answer]]:
        """Every answer that counts."""
        return answers_to_review(self.opened.interview)

    # What is done

    def action_go(self) -> None:
        entry = self.outline.entry
        act = None if entry is None else self._acts.get(entry.key)
        if act is not None:
            act()
        else:
            super().action_go()

    def done(self, change: Callable[[], Any]) -> str | None:
        """Make a change and show what follows; what is refused, in a sentence."""
        try:
            change()
        except (NotAccepted, StoreError) as error:
            return sentence(error)
        self.look()
        return None

    def _tell_refused(self, change: Callable[[], Any]) -> None:
        problem = self.done(change)
        if problem is not None:
            self.tell(problem, "warning")

    def _ask(self, title: str, told: str, change: Callable[[str], Any]) -> None:
        """Ask for a text and make the change with it; the dialog stays while it is refused."""
        from ddq.tui.screens.ask import AskText  # loaded when it is first shown

        unsent = f"{self.opened.id}/{title}"
        self.desk.push_screen(AskText(title, told, keep=lambda text: self.done(lambda: change(text)), unsent=unsent))

    @property
    def _subject(self) -> str | None:
        """The answer under the cursor."""
        path = self.outline.path
        subject = self._subjects.get(path[0]) if path else None
        if subject is None:
            self.tell("Go to an answer first: a verdict is on an answer.")
        return subject

    def action_verdict(self, verdict: str) -> None:
        """Give a verdict on the answer under the cursor; what is more than reviewed asks what it is."""
        subject = self._subject
        if subject is None:
            return

        def give(note: str | None) -> None:
            self.opened.review(subject, Verdict.model_validate({"verdict": verdict, "note": note or None}))

        if verdict in ("issue", "needs_clarification"):
            title = f"{subject}: {VERDICTS[verdict].word}"
            self._ask(title, "What is it? The interviewer reads this. F3 gives the verdict.", give)
            return
        self._tell_refused(lambda: give(None))
        self.outline.action_cursor(1)

    def action_withdraw(self) -> None:
        """Take the verdict on the answer back."""
        subject = self._subject
        if subject is not None:
            self._tell_refused(lambda: self.opened.review(subject, None))

    def action_comment(self) -> None:
        """Say something to the question under the cursor."""
        subject = self._subject
        if subject is not None:
            question = subject.partition("/")[0]
            told = "Anybody who opens the assessment reads it. F3 keeps it."
            self._ask(f"Comment on {question}", told, lambda text: self.opened.comment(text, question))

    def _comment_on_all(self) -> None:
        told = "Anybody who opens the assessment reads it. F3 keeps it."
        self._ask("Comment on the whole assessment", told, self.opened.comment)

    def _settle(self, number: int, comment: Comment) -> None:
        if comment.resolution is not None:
            self._tell_refused(lambda: self.opened.open_again(number))
            return
        told = "What came of it, if you like. F3 settles the comment."
        self._ask(f"Settle the comment of {comment.by}", told, lambda note: self.opened.resolve(number, note))

    def _submit(self) -> None:
        progress = self.opened.interview.progress
        left = progress.applicable - progress.done
        told = f"{counted(left, 'question')} without an answer stay unknown. " if left else ""
        self._ask("Send to review", f"{told}A word to the reviewers, if you like. F3 sends it.", self.opened.submit)

    def _send_back(self) -> None:
        back = flagged_by_reviewers(self.opened.assessment)
        if not back:
            self.tell("Say first which: I (issue) or C (needs clarification) on the line of an answer.")
            return
        told = f"Why, in a sentence. These reopen, all others stay closed: {_few(back)}. F3 sends them back."
        self._ask("Send questions back", told, lambda why: self.opened.send_back((), why))

    def _reopen(self) -> None:
        told = "Why, in a sentence. A decision is then not in force any more. F3 reopens it."
        self._ask("Reopen as a draft", told, self.opened.reopen)

    def _decide(self) -> None:
        try:
            self.opened.check_decider()
        except NotAccepted as error:  # before the form is filled in for nothing
            self.tell(sentence(error), "warning")
            return
        from ddq.tui.screens.decide import DecideScreen  # loaded when it is first shown

        self.desk.push_screen(DecideScreen(self.opened))

    def _assign(self) -> None:
        from ddq.tui.screens.fields import AskFields, Field, Written  # loaded when it is first shown

        roles = self.opened.assessment.roles
        fields = [
            Field(
                role.value,
                f"{role.value.capitalize()}s",
                "names with commas between; empty: anybody",
                ", ".join(roles.get(role, ())),
            )
            for role in Role
        ]

        def keep(written: Written) -> str | None:
            for role in Role:
                names = tuple(name.strip() for name in written[role.value].split(",") if name.strip())
                if names != roles.get(role, ()):
                    problem = self.done(partial(self.opened.assign, role, names))
                    if problem is not None:
                        return problem
            return None

        told = f"Who answers, who looks at the answers, who decides: {ADVISORY}."
        self.desk.push_screen(AskFields("Who does what", told, fields, keep))

    def _change_condition(self, one: StandingCondition) -> None:
        from ddq.tui.screens.choosing import Choose  # loaded when it is first shown

        def chosen(state: str | None) -> None:
            if state is not None:
                told = "What shows it, in a sentence. F3 keeps it."
                title = f"Condition {one.number}: {CONDITIONS[ConditionState(state)].word}"
                self._ask(title, told, partial(self.opened.change_condition, one.number, ConditionState(state)))

        options = [
            (state.value, CONDITIONS[state].word, CONDITION_HINTS[state])
            for state in ConditionState
            if state != one.state
        ]
        self.desk.push_screen(Choose(f"Condition {one.number}", on_one_line(one.condition.text), options), chosen)


def _few(names: Sequence[str]) -> str:
    """The first names, and how many more."""
    shown = ", ".join(names[:8])
    return shown if len(names) <= 8 else f"{shown} and {len(names) - 8} more"


def _heading(text: str) -> Entry:
    return Entry(f"heading {text}", partial(Content.styled, text, "bold"), heading=True)
