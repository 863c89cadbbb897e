"""Laws of reuse, over questionnaires made by chance and over data made by chance."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.resolved import resolved
from ddq.questionnaire.text import first_unsafe
from ddq.questionnaire.writing import to_yaml
from ddq.questionnaire.yaml_reader import load_yaml
from tests.property.generated_questionnaires import write

texts = st.text(max_size=30).filter(lambda text: first_unsafe(text) is None)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**58), 2**58) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(texts.filter(lambda key: key != "<<"), values, min_size=1, max_size=5))
def test_what_is_written_is_read_back_as_the_same(data: dict[str, object]) -> None:
    assert load_yaml(to_yaml(data), "f.yaml").data == data


@given(st.integers(0, 10**9), st.integers(3, 25))
def test_resolving_is_deterministic_and_loses_nothing(seed: int, size: int) -> None:
    """Extending with nothing is the base; the resolved form loads as the same; under a prefix the count is the same."""
    document = write(random.Random(seed), size).document
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "base.yaml").write_text(to_yaml(document), encoding="utf-8")
        head = {"ddq": "questionnaire/1", "id": "generated", "version": "1.0.0", "title": "Generated"}
        (folder / "own.yaml").write_text(to_yaml({**head, "extends": "base.yaml"}), encoding="utf-8")
        module = {key: document[key] for key in ("sections", "rules", "bars")}
        (folder / "m.yaml").write_text(
            to_yaml({"ddq": "module/1", "id": "m", "title": "M", **module}), encoding="utf-8"
        )
        twice = [{"file": "m.yaml", "prefix": "a"}, {"file": "m.yaml", "prefix": "b-c"}]
        (folder / "twice.yaml").write_text(to_yaml({**head, "include": twice}), encoding="utf-8")
        base, own, again, both = (
            load_questionnaire(folder / file, country_sets=["EU"])
            for file in ("base.yaml", "own.yaml", "own.yaml", "twice.yaml")
        )
        assert own.questionnaire == base.questionnaire
        assert resolved(own) == resolved(again)
        (folder / "whole.yaml").write_text(resolved(own).text(), encoding="utf-8")
        assert load_questionnaire(folder / "whole.yaml", country_sets=["EU"]).questionnaire == base.questionnaire
        assert list(both.questions) == [f"{prefix}-{name}" for prefix in ("a", "b-c") for name in base.questions]
