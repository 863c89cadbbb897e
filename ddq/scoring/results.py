"""The parts of a score as they are shown: indicators with their explanation, states, what is listed apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ddq.assessment.model import AnswerState, Assessment
from ddq.questionnaire.evaluate import Evaluation
from ddq.questionnaire.model import Origin
from ddq.questionnaire.values import NA
from ddq.scoring.because import because_of, because_of_law
from ddq.scoring.facts import Facts
from ddq.scoring.measure import Measured
from ddq.scoring.model import IndicatorResult
from ddq.scoring.reach import DOMAIN, LawIndicator
from ddq.scoring.remedies import options
from ddq.scoring.scenario import Inputs


def indicator_result(measured: Measured, facts: Facts) -> IndicatorResult:
    """An indicator of the questionnaire."""
    indicator = measured.declared.indicator
    questions = measured.declared.questions
    return IndicatorResult(
        id=indicator.indicator,
        title=indicator.title,
        domain=measured.declared.domain,
        origin=indicator.origin,
        strength=indicator.strength,
        inherent=measured.inherent,
        presence=measured.presence,
        inherent_concern=measured.inherent_concern,
        concern=measured.concern,
        applicable=measured.applicable,
        rests_on_answers=bool(questions),
        questions=questions,
        because=because_of(measured, facts),
        mitigations=measured.mitigations,
        references=indicator.references,
        remedies=options(measured) if measured.applicable else (),
        legally_barred=any(_barred(facts, name) for name in questions),
    )


def law_result(law: LawIndicator) -> IndicatorResult:
    """A law indicator; its references are the laws that give what it rests on. Nobody at the table can remedy it."""
    return IndicatorResult(
        id=law.id,
        title=law.title,
        domain=DOMAIN,
        origin=Origin.law,
        strength=law.strength,
        inherent=law.inherent,
        presence=law.presence,
        inherent_concern=law.inherent_concern,
        concern=law.concern,
        applicable=True,
        rests_on_answers=True,
        questions=law.questions,
        because=because_of_law(law),
        mitigations=law.mitigations,
        references=tuple(sorted(set(_laws(law)))),
        remedies=(),
    )


def _laws(law: LawIndicator) -> Iterator[str]:
    if law.state is not None:
        if law.state.targeted_compelled_access is not None:
            yield from law.state.targeted_compelled_access.laws
        for guarantee in law.state.guarantees:
            for feature in guarantee.features:
                yield from feature.laws


def _barred(facts: Facts, question: str) -> bool:
    return facts.state(question) is AnswerState.legally_barred


def subjects_in_state(facts: Facts, state: AnswerState) -> tuple[str, ...]:
    """The subjects whose answer is in a state, in order."""
    return tuple(sorted(subject for subject, found in facts.standings.items() if found.state is state))


def visible_subjects(subjects: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """Those whose question is not hidden."""
    return tuple(name for name in subjects if facts.evaluation.visible[name.partition("/")[0]] is not False)


def listed_not_applicable(inputs: Inputs, evaluation: Evaluation, assessment: Assessment) -> tuple[str, ...]:
    """The questions that were accepted as not applicable, as far as branching does not hide them."""
    visible = evaluation.visible
    claimed = (name for name in inputs.loaded.questions if inputs.values.get(name) is NA and visible[name] is not False)
    return tuple(sorted(name for name in claimed if name in assessment.answers))
