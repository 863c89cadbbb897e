"""The commands about the score: unfolded down to answers and laws, what would change it, and what is worth asking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ddq.registers.citing import described
from ddq.scoring.changing import alternatives, remaining, supposed
from ddq.scoring.explaining import Step, percent, taken, taken_words
from ddq.scoring.methods import explanation
from ddq.scoring.model import RemedyOption, Score
from ddq.scoring.value import could_close
from ddq.scoring.weighted.changing import lost
from ddq.scoring.weighted.model import WeightedScore
from ddq.tui.here import Place
from ddq.tui.plain.talk import Command, Stay, Talk
from ddq.tui.planned import plan_sentence
from ddq.tui.scored import scored
from ddq.tui.words import OUTCOMES, counted, is_provisional, trust_words


def known_score(talk: Talk) -> Score:
    """The score.

    Raises:
        Stay: there is none, and it was said why.
    """
    talk.say("Computing.")
    score = scored(talk.opened.snapshot)
    if isinstance(score, str):
        talk.say(score)
        raise Stay
    return score


def say_outcome(talk: Talk, score: Score) -> None:
    """What the method says."""
    progress = talk.sitting.interview.progress
    trust = f"; {trust_words(score, is_provisional(score, progress))}" if score.has_figure else ""
    talk.say(f"The method says {OUTCOMES[score.outcome].word}{trust}; {score.required_words}.")
    talk.say(score.headline)


def _score(talk: Talk, rest: str) -> None:
    """Level by level: a number goes deeper, Enter back up; at an answer it goes to its question."""
    score = known_score(talk)
    say_outcome(talk, score)
    path: list[tuple[Step, ...]] = [explanation(score)]
    heard = False
    while path:
        steps = path[-1]
        up = "Enter goes back up" if len(path) > 1 else "Enter ends"
        picked = talk.pick(f"A number unfolds; {up}", [_told(step) for step in steps], heard=heard)
        heard = False
        if picked is None:
            path.pop()
            continue
        step = steps[picked]
        parts = step.parts() if step.parts is not None else ()
        if parts:
            path.append(parts)
        elif step.question is not None and step.question in talk.sitting.interview.items:
            talk.visit(f"1 goes to {step.question}; Enter stays", [(step.text, Place(step.question, step.row))])
            return
        elif step.law is not None:
            name, facts = described(talk.opened.reading, step.law)
            talk.say(f"{name}.")
            for heading, text in facts:
                talk.say(f"{heading}: {text}")
            heard = True
        else:
            talk.say("That is all that is behind it.")
            heard = True
    raise Stay


def _told(step: Step) -> str:
    leads = f"{step.question}: " if step.question else f"{step.law}: " if step.law and step.law not in step.text else ""
    return f"{leads}{step.text}"


def _plan(talk: Talk, rest: str) -> None:
    score = known_score(talk)
    talk.say(score.headline)
    talk.say(plan_sentence(score))
    talk.tell(_changes(talk, score))
    raise Stay


def _changes(talk: Talk, score: Score) -> Iterator[str]:
    if score.plan is not None:
        yield from _remedies("In the plan", score.plan.remedies)
    yield from _remedies("Also on offer", alternatives(score))
    left = remaining(score)
    for one in left.by_contract:
        yield f"Remains, whatever is done in the plan: {one.title}, {taken_words(one.concern)}."
    for one in left.of_law:
        yield f"A law can compel it and no contract changes law: {one.title}, {taken_words(one.concern)}."
    if isinstance(score, WeightedScore):
        yield from (f"Lost with {one.question}: {one.because.text}" for one in lost(score.questions))
    snapshot = talk.opened.snapshot
    tried = supposed(
        snapshot.assessment, snapshot.loaded, snapshot.reading, snapshot.profile, day=snapshot.day, score=score
    )
    for one in tried:
        yield f"If {one.question} were shown to be “{one.answer}”: {one.figure}, {one.outcome.value}."


def _remedies(where: str, remedies: Iterable[RemedyOption]) -> Iterator[str]:
    for one in remedies:
        test = f" Done when: {one.test}" if one.test else ""
        yield (
            f"{where}: {one.title}. Who acts: {one.who.value.replace('_', ' ')}; effort {one.effort}; gains "
            f"{percent(taken(one.gain))}.{test}"
        )


def _value(talk: Talk, rest: str) -> None:
    score = known_score(talk)
    found = score.open_questions
    if not found:
        talk.say("No open question could narrow the range: everything that counts is known.")
        raise Stay
    talk.say(f"{counted(len(found), 'open question')} could narrow {score.figure}, the most valuable first.")
    questions = talk.opened.loaded.questions
    lines: list[tuple[str, Place | None]] = []
    for one in found:
        text = talk.sitting.said(questions[one.question].text)
        share = percent(could_close(one, score))
        lines.append((f"{one.question}, could close {share} of what is not known: {text}", Place(one.question)))
    talk.visit("A number goes there; Enter stays", lines)


COMMANDS: dict[str, Command] = {
    "score": Command(_score, "unfolds the score, level by level, down to the answers and laws that it rests on"),
    "plan": Command(_plan, "says what would change the outcome: the plan, other remedies, what remains"),
    "value": Command(_value, "names the open questions, the most valuable first"),
}
