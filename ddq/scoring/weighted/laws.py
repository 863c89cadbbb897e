"""What always holds of a weighted mean, and what it cannot keep, in the words of the report."""

from __future__ import annotations

from ddq.scoring.weighted.model import WeightedScore
from ddq.sentence import Number, say

KEPT = (
    say("Leaving a question open, or refusing it, never raises the lower end."),
    say("A question without points changes nothing, and neither does an answer to a question that branching hides."),
    say("Where nothing is known, nothing is rated."),
    say("The points of the questions add up to the points of the categories, and these to the total, exactly."),
    say("Every answer at its best gives 100 %."),
    say(
        "At the same basis a better answer never lowers the lower end and never makes the outcome worse; neither does a"
        " better basis."
    ),
    say("Whatever is learned later lies within the interval; only an answer after a refusal may raise its upper end."),
    say(
        "A question that is accepted as not applicable leaves both the points and what they are counted against; one "
        "that nobody accepted reads as unknown."
    ),
    say("The order of questions and sections does not matter, and the same inputs give the same bytes."),
)
"""The laws that hold of `weighted/1`, each tested over generated questionnaires."""

_DILUTION = say("A single fatal finding can be averaged away: good answers elsewhere make up for it.")

BROKEN = (
    (
        _DILUTION,
        say("Read the questions that lost their points one by one, whatever the percentage says."),
    ),
    (
        say("One more favourable question raises the figure, though nothing about the vendor changed."),
        say("Percentages of two questionnaires, or of two versions of one, cannot be compared."),
    ),
    (
        say("A question that is accepted as not applicable can raise the figure: what is left weighs more."),
        say("Look at what was accepted as not applicable before you rely on the percentage."),
    ),
    (
        say("What an answer rests on does not count: the vendor's word earns as much as an official document."),
        say(
            "The points by evidence grade are given beside the percentage; an answer without any basis reads as"
            " unknown."
        ),
    ),
    (
        say("The percentages of the categories do not combine to the total: a category with more points weighs more."),
        say("A category can fail while the total passes."),
    ),
    (
        say("Everything at its worst need not come near 0 %, where the worst answer earns points."),
        say("A figure is low or high only beside the marks of the official scheme."),
    ),
    (
        say(
            "Whose law reaches the service, who owns the vendor and what governments decided about it earn no points,"
            " unless a question asks for it."
        ),
        say("A prohibition that binds this buyer still bars the purchase; nothing else of it shows in the percentage."),
    ),
)
"""What a weighted mean cannot keep of the laws of `trust/1`, and why that matters to who reads it."""


def broken(score: WeightedScore) -> tuple[tuple[str, str], ...]:
    """The same, the first with the figure of this questionnaire."""
    if score.if_heaviest_fails is None:
        return BROKEN
    example = say(
        "A single fatal finding can be averaged away: good answers elsewhere make up for it. With the worst answer to "
        "its heaviest question and the best to all others, this questionnaire gives {figure} %.",
        figure=Number(f"{score.if_heaviest_fails:.1f}"),
    )
    return ((example, BROKEN[0][1]), *BROKEN[1:])
