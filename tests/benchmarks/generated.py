"""Questionnaires of any size, of the mix of kinds that real ones have."""

from __future__ import annotations

from pathlib import Path

QUESTIONS_PER_SECTION = 25

_CHOICE = """\
      - id: Q-{n}
        kind: choice
        text: How does the vendor handle matter number {n}?
        why: So that matter {n} can be compared.
        choices:
          - {{code: good, label: Well}}
          - {{code: partly, label: In part}}
          - {{code: bad, label: Not at all}}
        risk:
          indicator: matter-{n}
          title: Matter {n} is not handled
          strength: moderate
          origin: conduct
          presence: {{good: 0, partly: 0.5, bad: 1}}
"""
_TEXT = """\
      - id: Q-{n}
        kind: text
        text: What is the name of the person who answers for matter number {n}?
"""
_YES_NO = """\
      - id: Q-{n}
        kind: yes_no
        text: Is matter number {n} reviewed every year?
        visible_if: Q-{before} != 'bad'
"""


def questionnaire(questions: int) -> str:
    """A questionnaire as YAML: text, choice and yes/no questions in turn, in sections of twenty-five."""
    lines = [
        f"ddq: questionnaire/1\nid: generated-{questions}\nversion: 1.0.0\ntitle: {questions} questions\nsections:\n"
    ]
    for n in range(1, questions + 1):
        if n % QUESTIONS_PER_SECTION == 1:
            part = n // QUESTIONS_PER_SECTION + 1
            lines.append(f"  - id: part-{part}\n    title: Part {part}\n    domain: Part {part}\n    questions:\n")
        kind = {1: _TEXT, 2: _CHOICE, 0: _YES_NO}[n % 3]
        lines.append(kind.format(n=n, before=n - 1))
    return "".join(lines)


def write(folder: Path, questions: int) -> Path:
    """Write the questionnaire into `folder` and return its path."""
    path = folder / f"generated-{questions}.yaml"
    path.write_text(questionnaire(questions), encoding="utf-8")
    return path


_REMEDIED = """\
      - id: Q-{n}
        kind: choice
        text: How does the vendor handle matter number {n}?
        why: So that matter {n} can be compared.
        choices:
          - {{code: good, label: Well}}
          - {{code: bad, label: Not at all}}
        risk:
          indicator: matter-{n}
          title: Matter {n} is not handled
          strength: {strength}
          origin: conduct
          reason: It is generated.
          presence: {{good: 0, bad: 1}}
"""
_REMEDY = """\
          remedies:
            - {{id: cure-{remedy}, title: Cure matter {n}, who: vendor, effort: {effort}, done: {done}}}
"""


def remediable(indicators: int, remedies: int) -> str:
    """A questionnaire of `indicators`, of which `remedies` can be cured; every fifth cure serves two of them."""
    lines = ["ddq: questionnaire/1\nid: remediable\nversion: 1.0.0\ntitle: Remediable\nsections:\n"]
    lines.append("  - id: all\n    title: All\n    domain: All\n    questions:\n")
    for n in range(1, indicators + 1):
        strength = ("minor", "moderate", "moderate", "major")[n % 4]
        lines.append(_REMEDIED.format(n=n, strength=strength))
        if n <= remedies:
            shared = n - 1 if n % 5 == 0 else n
            effort = shared % 5 + 1
            lines.append(_REMEDY.format(n=n, remedy=shared, effort=effort, done=(n % 3) / 10))
    return "".join(lines)
