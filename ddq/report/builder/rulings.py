"""The flows with what the transfer rules say of each, by article, and who can see the data in clear."""

from __future__ import annotations

from functools import partial

from ddq.dataflow.model import FlowReading
from ddq.dataflow.telling import called, conditions, readers, turns_on
from ddq.report.builder.context import Context
from ddq.report.language import tell_many
from ddq.report.printed import clean
from ddq.report.view import RulingView
from ddq.report.words import sentence
from ddq.sentence import country


def rulings(ctx: Context) -> tuple[RulingView, ...]:
    """Every flow, in the order of the lists."""
    return tuple(_ruling(ctx, one) for one in ctx.inputs.flow_readings)


def _ruling(ctx: Context, one: FlowReading) -> RulingView:
    return RulingView(
        flow=clean(called(one.flow)),
        question=one.flow.question,
        ruling=clean(one.transfer.ruling.words),
        why=sentence(one.transfer.why),
        turns_on=sentence(_turns_on(one)) if one.transfer.open else None,
        conditions=tuple(sentence(condition) for condition in conditions(one)),
        readers=tuple(sentence(text) for text in readers(one.clear, partial(_state, ctx))),
    )


def _state(ctx: Context, code: str) -> str:
    found = ctx.inputs.reading.states.get(code)
    return country(code, found.name) if found else code


def _turns_on(one: FlowReading) -> str:
    return tell_many(
        "It turns on {what}, which is not known",
        "It turns on {what}, which are not known",
        count=len(one.transfer.open),
        what=turns_on(one),
    )
