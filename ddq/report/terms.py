"""The words of closed lists that a report prints, such as the outcomes, so that they are found and translated.

Elsewhere they are codes; `words` prints them by their code.
"""

from __future__ import annotations

from ddq.sentence import say

TERMS = (
    # outcomes
    say("not rated"), say("proceed"), say("proceed with conditions"), say("defer"), say("do not proceed"),
    # bands
    say("assured"), say("sound"), say("guarded"), say("weak"), say("untenable"),
    # strengths
    say("informational"), say("minor"), say("moderate"), say("major"), say("severe"), say("decisive"),
    # origins
    say("conduct"), say("control"), say("law"), say("state action"),
    # how an answer stands
    say("answered"), say("unknown"), say("pending"), say("refused"), say("legally barred"), say("not applicable"),
    say("open"), say("may apply"), say("hidden"), say("unanswered"),
    say("no basis"), say("with gaps"), say("not complete"),
    # how sure somebody is
    say("high"), say("medium"), say("low"),
    # readings of law
    say("yes"), say("partial"), say("no"),
    # where an assessment stands
    say("draft"), say("in review"), say("changes requested"), say("approved"), say("approved with conditions"),
    say("rejected"), say("expired"),
    # what was decided, and what became of a condition
    say("approve"), say("approve with conditions"), say("reject"), say("met"), say("waived"),
    # verdicts of a review
    say("reviewed"), say("issue"), say("needs clarification"), say("not applicable accepted"),
    # who takes part
    say("interviewer"), say("reviewer"), say("approver"),
    # what an event concerns
    say("vendor"), say("engagement"), say("title"), say("language"), say("as of"),
    say("comment"), say("condition"), say("role"),
    # channels of a path
    say("seat"), say("holding"), say("supply"), say("clear access"), say("storage"), say("build"),
    # what moved
    say("more"), say("less"), say("as much"), say("as many"), say("fewer"),
    # programs and files that a report names
    say("Report template"), say("Font pack"),
)  # fmt: skip
