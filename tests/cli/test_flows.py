"""`ddq flows`: each flow with its ruling, its articles and who can see it in clear, in words and as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Run = Callable[..., Any]


def test_flows_are_told_with_the_article_and_what_is_open(ddq: Run) -> None:
    out = ddq("flows", "zoom-2021").out
    told = " ".join(out.split())
    assert "2 flows as of 2021-04-10: 1 allowed with conditions, 1 unknown; the list is not declared complete." in told
    assert "Allowed with conditions by Standard contractual clauses (Regulation (EU) 2016/679 Art 46(2)(c)" in told
    assert "Condition: the clauses are signed unaltered" in told
    assert "It turns on the mechanism, which is not known." in told
    assert "Clear access: yes." in told
    assert "From Germany to the United States (Zoom)" in told


def test_another_day_and_another_buyer_read_other_rules(ddq: Run) -> None:
    """The same entries: what is lawful depends on the state that the data leaves and on the day."""
    before, after = (ddq("flows", "zoom-2021", "--as-of", day, "--json").json for day in ("2021-04-10", "2026-06-30"))

    def rule(found: Any) -> str:
        return found["flows"][0]["transfer"]["laws"][0]["rules"][0]["citation"]

    assert (rule(before).endswith("2010/87/EU"), rule(after).endswith("2021/914")) == (True, True)
    american = ddq("flows", "zoom-2021", "--profile", "us-civil-agency", "--json").json
    assert [one["from"]["states"] for one in american["flows"]] == [["US"], ["US"]]
    assert american["flows"][0]["transfer"]["ruling"] == "allowed"
    assert american["flows"][1]["transfer"]["ruling"] == "unknown", "the register holds no rule of that day"


def test_as_json_every_rule_says_how_far_it_was_checked(ddq: Run) -> None:
    found = ddq("flows", "bytedance-2021", "--json").json
    assert sum(found["rulings"].values()) == len(found["flows"]) == 4
    rules = [rule for flow in found["flows"] for law in flow["transfer"]["laws"] for rule in law["rules"]]
    assert rules
    assert {rule["basis"] for rule in rules} <= {"checked", "mixed", "unchecked"}
    assert all(flow["clear"]["reached"] is True for flow in found["flows"])


def test_a_questionnaire_without_flows_says_so(ddq: Run) -> None:
    created = ddq("new", "--vendor", "Acme", "--questionnaire", "far-889", "--profile", "us-federal-contractor")
    assert created.code == 0
    assert ddq("flows", created.out.split()[0]).out.startswith("No list of flows applies")


def test_what_is_no_assessment_is_told(ddq: Run) -> None:
    ran = ddq("flows", "bytdance-2021")
    assert ran.code != 0
    assert "bytedance-2021" in ran.err


def test_the_map_is_drawn(ddq: Run, tmp_path: Path) -> None:
    """Printed or into a file, the same bytes; a band for each state."""
    printed = ddq("flows", "bytedance-2021", "--svg")
    assert (printed.code, printed.err) == (0, "")
    root = ElementTree.fromstring(printed.out)
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"The buyer", "Germany", "Singapore", "sees it in clear", "remote access"} <= words
    ran = ddq("flows", "bytedance-2021", "--svg", str(tmp_path / "flows.svg"))
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "flows.svg").read_text(encoding="utf-8") == printed.out


def test_the_tree_goes_by_the_states_and_marks_what_is_seen_in_clear(ddq: Run) -> None:
    lines = ddq("flows", "zoom-2021", "--tree").out.splitlines()
    assert lines[1:4] == ["├─ United States", "│  ├─ Zoom", "│  │  └─ content, metadata, account"]
    assert lines[4].startswith("│  │     └─ ! 1. ")
    assert lines[4].endswith("seen in clear; transfer allowed with conditions")
    assert ddq("--ascii", "flows", "zoom-2021", "--tree").out.isascii()
