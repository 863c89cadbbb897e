"""A sentence is English text to everybody, and can be told in another language down to its last part."""

from datetime import date

from ddq.sentence import Country, Number, begun, country, joined, numeric, say, say_many, told


class Backwards:
    """A language that turns words round, writes days and figures in its own way and counts from three on."""

    def message(self, template: str) -> str:
        return {"{who} trusts {state} by {share}.": "Um {share} traut {who} {state}.", "not known": "unbekannt"}.get(
            template, template
        )

    def messages(self, one: str, many: str, count: int) -> str:
        return "wenige: {count}" if count < 3 else "viele: {count}"

    def value(self, value: object) -> str:
        if isinstance(value, date):
            return value.strftime("%d.%m.%Y")
        if isinstance(value, Country):
            return {"US": "Vereinigte Staaten"}[value.code]
        return value.replace(".", ",") if isinstance(value, Number) else str(value)


def test_a_sentence_is_a_text() -> None:
    sentence = say("{who} trusts {state} by {share}.", who="Acme", state="A", share=Number("0.5"))
    assert sentence == "Acme trusts A by 0.5."
    assert f"{sentence} Yes." == "Acme trusts A by 0.5. Yes."
    assert told(sentence, None) == sentence


def test_values_are_told_in_the_language_too() -> None:
    sentence = say("{who} trusts {state} by {share}.", who="A. B.", state=say("not known"), share=Number("0.5"))
    assert told(sentence, Backwards()) == "Um 0,5 traut A. B. unbekannt."


def test_days_are_words_in_english_and_whatever_else_elsewhere() -> None:
    sentence = say("since {day}", day=date(2021, 4, 10))
    assert sentence == "since 10 April 2021"
    assert told(sentence, Backwards()) == "since 10.04.2021"


def test_the_count_chooses_the_form() -> None:
    assert say_many("{count} answer", "{count} answers", count=1) == "1 answer"
    two = say_many("{count} answer", "{count} answers", count=2)
    assert (two, told(two, Backwards())) == ("2 answers", "wenige: 2")


def test_what_is_joined_is_told_part_by_part() -> None:
    text = joined((say("not known"), "Acme {x}"), "; ")
    assert (text, told(text, Backwards())) == ("not known; Acme {x}", "unbekannt; Acme {x}")


def test_braces_in_a_value_are_no_places() -> None:
    sentence = say("named {name}", name="{0} {evil.__class__}")
    assert told(sentence, Backwards()) == sentence == "named {0} {evil.__class__}"


def test_what_begins_with_a_capital_letter_does_so_in_each_language() -> None:
    text = begun(say("not known"))
    assert (text, told(text, Backwards())) == ("Not known", "Unbekannt")


def test_a_country_goes_by_its_code_elsewhere() -> None:
    state = country("US", "the United States")
    text = say("the law of {state}", state=state)
    assert (text, told(text, Backwards())) == ("the law of the United States", "the law of Vereinigte Staaten")
    assert told(state, Backwards()) == "Vereinigte Staaten"


def test_a_day_in_figures_is_written_as_other_languages_write_days() -> None:
    text = say("ended on {day}", day=numeric(date(2021, 4, 10)))
    assert (text, told(text, Backwards())) == ("ended on 2021-04-10", "ended on 10.04.2021")
