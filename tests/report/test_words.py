"""Figures, days and text as a report words them."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddq.questionnaire.text import first_unsafe
from ddq.report.printed import clean
from ddq.report.typeset import LONG_WORD, plain, typeset
from ddq.report.words import day, link, moment, one_decimal, percent, percents, scale, sentence, unit_scale
from ddq.scoring.model import Interval


@given(st.floats(0, 100))
def test_a_lower_end_is_never_shown_too_high_nor_an_upper_end_too_low(value: float) -> None:
    """Rounding must not promise trust that is not there; a figure of one decimal stays as it is."""
    assert float(one_decimal(value, up=False)) <= value + 1e-6
    assert float(one_decimal(value, up=True)) >= value - 1e-6
    assert float(one_decimal(value, up=True)) - float(one_decimal(value, up=False)) <= 0.1 + 1e-9


@pytest.mark.parametrize(
    ("lo", "hi", "shown"),
    [(46.25, 60.91, "46.2 to 61.0"), (100, 100, "100.0"), (0, 0, "0.0"), (29.9, 30.1, "29.9 to 30.1")],
)
def test_an_interval_of_trust(lo: float, hi: float, shown: str) -> None:
    assert scale(Interval(lo, hi)).shown == shown


@pytest.mark.parametrize(
    ("lo", "hi", "shown"), [(0, 1, "0 to 1"), (0.5, 0.5, "0.5"), (0.455, 0.46865, "0.46 to 0.47"), (1, 1, "1")]
)
def test_a_presence(lo: float, hi: float, shown: str) -> None:
    assert unit_scale(Interval(lo, hi)).shown == shown


@pytest.mark.parametrize(
    ("lo", "hi", "shown"),
    [
        (0, 0, "0 %"),
        (0, 0.002, "under 1 %"),
        (0, 0.06, "up to 6 %"),
        (0.49, 0.54, "49 to 54 %"),
        (0.2, 0.2, "20 %"),
        (0.002, 0.3, "up to 30 %"),
    ],
)
def test_shares(lo: float, hi: float, shown: str) -> None:
    """What is small is not shown as nothing."""
    assert percents(lo, hi) == shown


def test_a_small_share_is_not_nothing() -> None:
    assert (percent(0.0), percent(0.001), percent(1.0)) == ("0 %", "under 1 %", "100 %")


def test_days_and_times() -> None:
    assert day(date(2021, 4, 1)) == "1 April 2021"
    assert moment(datetime(2021, 4, 1, 9, 5, tzinfo=UTC)) == "2021-04-01 09:05"


@pytest.mark.parametrize("text", ["", "A.", "ok", "a?", "x\x1b"])
def test_a_sentence_ends_once(text: str) -> None:
    said = sentence(text)
    assert not text or (said[0].isupper() and said[-1] in ".?" and not said.endswith(".."))


@pytest.mark.parametrize("url", [None, "", "javascript:x", "https://a b", "HTTPS://ok.example/x\n", "ftp://x"])
def test_no_link_to_anything_but_web_and_mail(url: str | None) -> None:
    assert link(url) is None


@given(st.text())
def test_clean_text_has_nothing_unsafe_and_loses_nothing_else(text: str) -> None:
    said = clean(text)
    assert first_unsafe(said) is None
    assert [character for character in text if character.isalnum()] == [
        character for character in re.sub(r"⟨[^⟩]*⟩", "", said) if character.isalnum()
    ] or "⟨" in text


@given(st.text(st.characters(codec="utf-8")))
def test_typesetting_changes_no_letter(text: str) -> None:
    """The tags taken out again, the text is what it was; and nothing in it became a tag."""
    assert html.unescape(re.sub(r"<wbr>|</?bdi(?: lang=[a-z]+)?>", "", typeset(text))) == html.unescape(
        html.escape(text)
    )
    assert "<" not in plain(text)
    assert '"' not in plain(text)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Huawei 华为 Ltd", "Huawei <bdi lang=zh>华为</bdi> Ltd"),
        ("東京カブシキ", "<bdi lang=ja>東京カブシキ</bdi>"),
        ("三星 삼성", "<bdi lang=ko>三星 삼성</bdi>"),
        ("שלום 12 עולם (IL)", "<bdi lang=he>שלום 12 עולם</bdi> (IL)"),
        ("مؤسسة AE", "<bdi lang=ar>مؤسسة</bdi> AE"),
        ("बेंगलुरु & <b>", "<bdi lang=hi>बेंगलुरु</bdi> &amp; &lt;b&gt;"),
        ("Łódź, Київ", "Łódź, Київ"),
    ],
)
def test_runs_of_other_scripts_are_isolated_and_given_their_language(text: str, marked: str) -> None:
    assert typeset(text) == marked


@pytest.mark.parametrize("text", ["W" * 1000, "a " * 600, "ab " + "华" * 900 + " c", "x" * 399])
def test_a_very_long_word_is_given_places_to_break(text: str) -> None:
    """WeasyPrint looks for a place in time that grows with the square of the word; ordinary text is left alone."""
    marked = typeset(text)
    assert re.sub(r"<wbr>|</?bdi(?: lang=[a-z]+)?>", "", marked) == text
    words = re.sub(r"</?bdi(?: lang=[a-z]+)?>", "", marked).replace("<wbr>", " ").split()
    assert max(map(len, words)) < LONG_WORD
    assert ("<wbr>" in marked) is (max(map(len, text.split())) >= LONG_WORD)
