"""What the written formats tell alike: the kind of an answer in words, and what of the scoring they leave out."""

from __future__ import annotations

from ddq.authoring.converters.losses import LossReport
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import AnyQuestion, DecimalQuestion, GroupQuestion, IntegerQuestion, MoneyQuestion

_WORDS = {
    "text": "a line of text",
    "long_text": "text",
    "integer": "a whole number",
    "decimal": "a number",
    "percent": "a percentage",
    "money": "an amount with its currency",
    "date": "a date",
    "yes_no": "yes or no",
    "choice": "one of",
    "choices": "any of",
    "country": "a country",
    "countries": "countries",
    "entity": "a person or an organisation",
    "evidence": "files or links",
    "computed": "computed",
    "group": "a list of entries",
}


def answer_in_words(question: AnyQuestion) -> str:
    """Such as "a whole number from 0 to 10 (months)"."""
    words = _WORDS[question.kind]
    if isinstance(question, IntegerQuestion | DecimalQuestion | MoneyQuestion):
        low = "" if question.min is None else f" from {question.min}"
        high = "" if question.max is None else f" up to {question.max}"
        words += low + high
    if isinstance(question, MoneyQuestion) and question.currencies:
        words += f" ({', '.join(question.currencies)})"
    elif isinstance(question, IntegerQuestion | DecimalQuestion) and question.unit:
        words += f" ({question.unit})"
    if isinstance(question, GroupQuestion) and question.min:
        words += f", at least {question.min}"
    return words


def scoring_left_out(loaded: LoadedQuestionnaire, report: LossReport) -> None:
    """Tell what of the scoring is not written."""
    questions = loaded.questions.values()
    scored = sum(
        bool(question.risk or question.feeds or question.mitigations or getattr(question, "points", None))
        for question in questions
    )
    if scored:
        report.lost("risk", f"what {scored} questions make of their answers is not written")
    for key in ("rules", "bars", "outputs"):
        if found := getattr(loaded.questionnaire, key):
            report.lost(key, f"{len(found)} {key} are not written")
