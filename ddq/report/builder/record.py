"""Evidence files, with the answers that name them, and comments."""

from __future__ import annotations

from ddq.assessment.model import Comment, Resolution
from ddq.report.builder.context import Context
from ddq.report.language import tell
from ddq.report.printed import clean
from ddq.report.view.record import CommentView, EvidenceView
from ddq.report.words import day, moment, optional
from ddq.sentence import Number


def evidence(ctx: Context) -> tuple[EvidenceView, ...]:
    """Every attached file, by name."""
    named: dict[str, list[str]] = {}
    for subject, answer in ctx.inputs.assessment.answers.items():
        for key in answer.basis.evidence:
            questions = named.setdefault(key, [])
            identifier = clean(subject.partition("/")[0])
            if identifier not in questions:
                questions.append(identifier)
    files = sorted(ctx.inputs.assessment.evidence.values(), key=lambda file: (file.name, file.id))
    return tuple(
        EvidenceView(
            clean(file.name),
            clean(file.id),
            tell("{size} bytes", size=Number(f"{file.size:,}")),
            optional(file.media_type) or "",
            day(file.expires),
            tuple(named.get(file.id, ())),
        )
        for file in files
    )


def comments(ctx: Context) -> tuple[CommentView, ...]:
    """Every comment, the first first."""
    return tuple(_comment(comment) for comment in ctx.inputs.assessment.comments.values())


def _comment(comment: Comment) -> CommentView:
    settled = None if comment.resolution is None else _settled(comment.resolution)
    at = moment(comment.at) if comment.at else ""
    return CommentView(clean(comment.question or ""), clean(comment.by), at, clean(comment.text), settled)


def _settled(resolution: Resolution) -> str:
    at = f", {moment(resolution.at)}" if resolution.at else ""
    note = f": {clean(resolution.note)}" if resolution.note else ""
    return f"{clean(resolution.by)}{at}{note}"
