"""The commands of a review: verdicts, comments, who does what, and the way to and from a decision."""

from __future__ import annotations

from ddq.assessment.closing import IN_WORDS
from ddq.assessment.commenting import comment_number
from ddq.assessment.model import Role, Verdict
from ddq.assessment.moving import flagged_by_reviewers
from ddq.assessment.roles import ADVISORY
from ddq.tui.plain.moving import named_question
from ddq.tui.plain.talk import Command, Stay, Talk
from ddq.tui.words import counted, day_words

_VERDICTS: dict[str, tuple[str | None, str]] = {
    "reviewed": ("reviewed", "no objection"),
    "issue": ("issue", "something is wrong"),
    "clarify": ("needs_clarification", "not clear yet"),
    "accept": ("not_applicable_accepted", "accepted that it is not applicable; it then leaves the score"),
    "withdraw": (None, "takes the verdict back"),
}


def _verdict(talk: Talk, rest: str) -> None:
    """On the answer that stands here; what is more than reviewed says what it is."""
    subject = talk.sitting.standing_subject
    if talk.sitting.standing_answer is None:
        talk.say("There is no answer here: a verdict is on an answer.")
        raise Stay
    word, _, note = rest.partition(" ")
    while word.casefold() not in _VERDICTS:
        if word:
            talk.say(f"There is no verdict {word}.")
        picked = talk.pick(f"Verdict on {subject} by number; Enter gives none", [*_labels()])
        if picked is None:
            raise Stay
        word, note = list(_VERDICTS)[picked], ""
    verdict, _ = _VERDICTS[word.casefold()]
    if verdict is None:
        talk.opened.review(subject, None)
        talk.say("The verdict is taken back.")
        raise Stay
    if verdict in ("issue", "needs_clarification") and not note.strip():
        note = talk.console.needed("What is it? The interviewer reads this")
    talk.opened.review(subject, Verdict.model_validate({"verdict": verdict, "note": note.strip() or None}))
    talk.say(f"Verdict on {subject}: {word.casefold()}. Saved.")
    raise Stay


def _labels() -> list[str]:
    return [f"{word}, {told}" for word, (_, told) in _VERDICTS.items()]


def _comment(talk: Talk, rest: str) -> None:
    question = talk.sitting.place.question
    talk.opened.comment(rest or talk.console.needed(f"Comment on {question}; everybody reads it"), question)
    talk.say("Saved.")
    raise Stay


def _remark(talk: Talk, rest: str) -> None:
    talk.opened.comment(rest or talk.console.needed("Comment on the whole; everybody reads it"))
    talk.say("Saved.")
    raise Stay


def _comments(talk: Talk, rest: str) -> None:
    """All of them; a number settles one, or opens a settled one again."""
    found = [(comment_number(subject), one) for subject, one in talk.opened.assessment.comments.items()]
    if not found:
        talk.say("There is no comment. :comment makes one on this question, :remark one on the whole.")
        raise Stay
    labels: list[str] = []
    for _, one in found:
        when = f" on {day_words(one.at)}" if one.at else ""
        settled = one.resolution
        note = f": {settled.note}" if settled is not None and settled.note else ""
        state = "open" if settled is None else f"settled by {settled.by}{note}"
        labels.append(f"{one.question or 'The whole'}, {one.by}{when}: {one.text} ({state})")
    picked = talk.pick("A number settles a comment, or opens it again; Enter ends", labels)
    if picked is None:
        raise Stay
    number, chosen = found[picked]
    if chosen.resolution is None:
        talk.opened.resolve(number, talk.ask("What came of it; Enter for nothing") or None)
        talk.say("Settled.")
    else:
        talk.opened.open_again(number)
        talk.say("Open again.")
    raise Stay


def _submit(talk: Talk, rest: str) -> None:
    progress = talk.sitting.interview.progress
    left = progress.applicable - progress.done
    if left:
        talk.say(f"{counted(left, 'question')} without an answer stay unknown.")
    why = rest or talk.ask("A word to the reviewers; Enter for none")
    if talk.console.confirm("Send to review, which closes the answers"):
        talk.opened.submit(why or None)
        talk.say("Sent to review.")
    raise Stay


def _send_back(talk: Talk, rest: str) -> None:
    flagged = flagged_by_reviewers(talk.opened.assessment)
    named = ", ".join(dict.fromkeys(subject.partition("/")[0] for subject in flagged))
    talk.say(f"Goes back by verdict: {named or 'nothing'}. All other answers stay closed.")
    more: list[str] = []
    for typed in talk.ask("Further questions, ids with commas between; Enter for none").split(","):
        if typed.strip():
            question = named_question(talk, typed.strip())
            if question is None:
                raise Stay
            more.append(question)
    talk.opened.send_back(more, rest or talk.console.needed("Why, in a sentence"))
    talk.say(f"Sent back: {', '.join(talk.opened.assessment.open_for or ())}.")
    raise Stay


def _reopen(talk: Talk, rest: str) -> None:
    talk.say(f"The assessment is {IN_WORDS[talk.opened.assessment.status]}. A draft has every answer open again.")
    if talk.opened.assessment.decision is not None:
        talk.say("The last decision is then not in force any more.")
    why = rest or talk.console.needed("Why, in a sentence")
    if talk.console.confirm("Reopen as a draft"):
        talk.opened.reopen(why)
        talk.say("Reopened: every answer is open.")
    raise Stay


def _assign(talk: Talk, rest: str) -> None:
    talk.say(f"Who answers, who looks at the answers, who decides; {ADVISORY}.")
    for role in Role:
        standing = talk.opened.assessment.roles.get(role, ())
        now = ", ".join(standing) or "anybody"
        typed = talk.ask(
            f"{role.value.capitalize()}s, names with commas between; a dash for anybody; Enter keeps {now}"
        )
        names = () if typed == "-" else tuple(name.strip() for name in typed.split(",") if name.strip())
        if typed and names != standing:
            talk.opened.assign(role, names)
            talk.say("Saved.")
    raise Stay


COMMANDS: dict[str, Command] = {
    "verdict": Command(_verdict, "reviewed, issue, clarify, accept or withdraw, then a note: a verdict on the answer"),
    "comment": Command(_comment, "TEXT comments on the question"),
    "remark": Command(_remark, "TEXT comments on the whole assessment"),
    "comments": Command(_comments, "reads all comments; a number settles one"),
    "assign": Command(_assign, "says who answers, who reviews and who decides"),
    "submit": Command(_submit, "sends the assessment to review, which closes the answers"),
    "sendback": Command(_send_back, "REASON sends questions back to be answered again, by verdict or by id"),
    "reopen": Command(_reopen, "REASON takes the assessment back to a draft"),
}
