"""The commands of a decision: what is decided, why, on which conditions, until when; and what becomes of those."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ddq.assessment.closing import IN_WORDS
from ddq.assessment.decision import Condition, ConditionState, Verb
from ddq.assessment.model import Status
from ddq.assessment.roles import ADVISORY, interviewers, same_person
from ddq.scoring.departure import departure, proposed_conditions
from ddq.tui.decisions import CONDITION_HINTS, VERBS, departure_sentence, first_due, is_across, review_gaps
from ddq.tui.plain.answering import asked_day
from ddq.tui.plain.talk import Command, Stay, Talk, one_line
from ddq.tui.plain.weighing import known_score, say_outcome
from ddq.tui.words import CONDITIONS, counted


def _decide(talk: Talk, rest: str) -> None:
    """One prompt after the other; nothing is decided before the last one is answered with yes."""
    _check_may(talk)
    score = known_score(talk)
    say_outcome(talk, score)
    picked = talk.pick("What is decided, by number; Enter decides nothing", [f"{a}, {b}" for a, b in VERBS.values()])
    if picked is None:
        raise Stay
    verb = list(VERBS)[picked]
    conditions: list[Condition] = []
    if verb is Verb.approve_with_conditions:
        vendor = talk.opened.assessment.vendor.name
        conditions = _conditions_of(talk, list(proposed_conditions(score, vendor, first_due(talk.opened.today))))
    departs = departure(score, verb, [one.remedy for one in conditions if one.remedy is not None])
    talk.say("This is what the method suggests." if departs is None else departure_sentence(departs))
    if verb is Verb.approve and departs is None:
        reason = talk.ask("Why, in a sentence; Enter for none")
    else:
        reason = talk.console.needed("Why, in a sentence")
    authority = talk.console.needed("The authority that allows it, and who gave it") if is_across(departs) else ""
    expires = asked_day(talk, "Holds until, year-month-day; Enter for no last day") if verb is not Verb.reject else None
    review = asked_day(talk, "Look at it again on, year-month-day; Enter for no day")
    number = f", {counted(len(conditions), 'condition')}" if conditions else ""
    talk.say(f"You sign as {talk.opened.user}; {ADVISORY}.")
    if gaps := review_gaps(talk.opened.interview):
        talk.say(gaps)
    if not talk.console.confirm(f"Sign: {VERBS[verb][0].lower()}{number}"):
        talk.say("Nothing was decided.")
        raise Stay
    talk.opened.decide(
        verb,
        reason=reason or None,
        authority=authority or None,
        conditions=conditions,
        expires=expires,
        next_review=review,
    )
    talk.say(f"Signed: {VERBS[verb][0].lower()}. :report writes the report.")
    raise Stay


def _check_may(talk: Talk) -> None:
    """Say at once what would be refused after the last prompt."""
    assessment, user = talk.opened.assessment, talk.opened.user
    if assessment.status is not Status.in_review:
        talk.say(f"A decision is made on what was sent to review; this is {IN_WORDS[assessment.status]}.")
        raise Stay
    if any(same_person(user, name) for name in interviewers(assessment)):
        talk.say(f"You gave answers as {user}, and nobody decides on their own interview ({ADVISORY}).")
        raise Stay


def _conditions_of(talk: Talk, conditions: list[Condition]) -> list[Condition]:
    """The conditions, proposed and one's own, until Enter."""
    while True:
        talk.say(f"{counted(len(conditions), 'condition')}.")
        for number, one in enumerate(conditions, start=1):
            talk.say(f"{number}. {one_line(one.text)} Owner {one.owner}, due {one.due}.")
        typed = talk.ask("A number changes one; add, delete N; Enter goes on").casefold()
        word, _, rest = typed.partition(" ")
        at = _index(rest or word, len(conditions))
        if not typed and conditions:
            return conditions
        if not typed:
            talk.say("An approval with conditions has at least one: add it.")
        elif word == "add":
            conditions.append(_condition(talk, None))
        elif word == "delete" and at is not None:
            del conditions[at]
        elif not rest and at is not None:
            conditions[at] = _condition(talk, conditions[at])
        else:
            talk.say("Type a number, add, or delete and a number.")


def _index(typed: str, count: int) -> int | None:
    return int(typed) - 1 if typed.isdecimal() and typed.isascii() and 1 <= int(typed) <= count else None


def _condition(talk: Talk, one: Condition | None) -> Condition:
    if one is None:
        text = talk.console.needed("What is demanded, in a sentence that one can check", _at_most(20_000))
        owner = talk.console.needed("Who sees to it, a name", _at_most(300))
        return Condition(text=text, owner=owner, due=_due(talk, "Until when, year-month-day", None))
    text = talk.ask("What is demanded; Enter keeps it. Worded anew it no longer counts as the plan's") or one.text
    owner = talk.ask(f"Who sees to it; Enter keeps {one.owner}") or one.owner
    for fits, said in ((_at_most(20_000), text), (_at_most(300), owner)):
        if problem := fits(said):
            talk.say(problem)
            return one
    due = _due(talk, f"Until when, year-month-day; Enter keeps {one.due}", one.due)
    return Condition(text=text, owner=owner, due=due, remedy=one.remedy if text == one.text else None)


def _due(talk: Talk, prompt: str, standing: date | None) -> date:
    while True:
        day = asked_day(talk, prompt) or standing
        if day is not None:
            return day
        talk.say("Something is needed here.")


def _at_most(characters: int) -> Callable[[str], str | None]:
    return lambda typed: None if len(typed) <= characters else f"At most {characters:,} characters fit."


def _conditions(talk: Talk, rest: str) -> None:
    """Those of the last decision; a number says what became of one."""
    standing = talk.opened.conditions()
    if not standing:
        talk.say("The last decision has no conditions, or there is none.")
        raise Stay
    labels: list[str] = []
    for one in standing:
        state = "overdue" if one.is_overdue(talk.opened.today) else CONDITIONS[one.state].word
        came = f" ({one.change.by}: {one.change.why})" if one.change else ""
        labels.append(f"{state}: {one.condition.text} Owner {one.condition.owner}, due {one.condition.due}.{came}")
    picked = talk.pick("A number says what became of one; Enter ends", labels)
    if picked is None:
        raise Stay
    chosen = standing[picked]
    states = [state for state in ConditionState if state is not chosen.state]
    told = [f"{CONDITIONS[state].word}, {CONDITION_HINTS[state]}" for state in states]
    state = talk.pick(f"Condition {chosen.number} by number; Enter leaves it as it is", told)
    if state is None:
        raise Stay
    why = talk.console.needed("What shows it, in a sentence")
    talk.opened.change_condition(chosen.number, states[state], why)
    talk.say(f"Condition {chosen.number} is {CONDITIONS[states[state]].word}. Saved.")
    raise Stay


COMMANDS: dict[str, Command] = {
    "decide": Command(_decide, "asks for a decision, its reason, conditions and days, and signs it"),
    "conditions": Command(_conditions, "reads the conditions of the decision; a number says what became of one"),
}
