"""The fields of the groups that feed the engines: what scoring's reach, bars and report read from a row.

A group with `feeds_engine` declares at least the required fields, each of the kind given here and, for a choice, with
no codes but these. It may have other fields of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from ddq.questionnaire.model import GroupFeed


@dataclass(frozen=True, slots=True)
class KnownField:
    """A field that an engine reads."""

    kinds: tuple[str, ...]
    """The question kinds that it may have."""
    required: bool = False
    codes: tuple[str, ...] = ()
    """The choice codes that the engine understands."""


_NAME = KnownField(("text", "entity"), required=True)
_COUNTRY = KnownField(("country",), required=True)
_YES_NO = KnownField(("yes_no",))


def _choice(*codes: str, required: bool = False) -> KnownField:
    return KnownField(("choice",), required, codes)


_KEYS = _choice("customer_only", "vendor", "shared", "none")

_HOLDING = {
    "name": _NAME,
    "holder_kind": _choice("person", "company", "fund", "state", "employees", "public", required=True),
    # The country whose law or command reaches the holder; never a person's nationality.
    "country": _COUNTRY,
    "votes": KnownField(("percent",), required=True),
    # The ends of a range, where the share is not known exactly.
    "votes_from": KnownField(("percent",)),
    "votes_to": KnownField(("percent",)),
    "control": _choice(
        "none", "majority", "veto", "golden_share", "contract", "board_appointment", "joint", required=True
    ),
    "state_controlled": _YES_NO,
}

KNOWN_FIELDS: dict[GroupFeed, dict[str, KnownField]] = {
    GroupFeed.seats: {
        "name": _NAME,
        "role": _choice(
            "contracting_entity", "place_of_management", "parent", "ultimate_parent", "affiliate", required=True
        ),
        "country": _COUNTRY,
    },
    GroupFeed.holders: {**_HOLDING, "capital": KnownField(("percent",))},
    # Who stands behind the holders: in an entry of either list, by its name.
    GroupFeed.chains: {**_HOLDING, "held": KnownField(("text", "entity"), required=True)},
    GroupFeed.flows: {
        "name": _NAME,
        "data": KnownField(
            ("choices",),
            codes=("content", "metadata", "account", "telemetry", "logs", "backups", "keys_or_credentials"),
        ),
        "country": _COUNTRY,
        "holder": KnownField(("text", "entity")),
        "access": _choice("clear", "storage", "transit", required=True),
        "keys": _KEYS,
        "mechanism": _choice(
            "adequacy",
            "contract_clauses",
            "binding_rules",
            "certification",
            "assessment",
            "consent",
            "derogation",
            "none",
            "domestic",
        ),
        # Where the data comes from and who sends it, where that is not the buyer.
        "origin": KnownField(("country",)),
        "sender": KnownField(("text", "entity")),
        "personal": _choice("none", "ordinary", "sensitive"),
        "purpose": KnownField(("text", "long_text")),
    },
    GroupFeed.staff: {
        "name": _NAME,
        "country": _COUNTRY,
        "sees_clear_data": KnownField(("yes_no",), required=True),
        # Whether the team writes, signs or ships code.
        "builds": KnownField(("yes_no",), required=True),
    },
    GroupFeed.subprocessors: {
        "name": _NAME,
        "country": _COUNTRY,
        "access": _choice("clear", "storage", "update", "none", required=True),
        "keys": _KEYS,
    },
    GroupFeed.listings: {
        "name": _NAME,
        "kind": _choice("prohibition", "listing", "order", "exclusion", "investigation", "warning", required=True),
        # The state or the group of states whose act it is, such as EU or INT, so not an ISO country.
        "state": KnownField(("text", "choice", "country"), required=True),
        "authority": KnownField(("text",), required=True),
        "citation": KnownField(("text",), required=True),
        "regime": KnownField(("text",)),
        "scope": KnownField(("text", "long_text"), required=True),
        "start": KnownField(("date",), required=True),
        "end": KnownField(("date",)),
        "status": _choice("in_force", "stayed", "suspended", "vacated", "expired", "pending", required=True),
        "next_date": KnownField(("date",)),
        "next_step": KnownField(("text", "long_text")),
        "target": _choice("vendor", "product", "affiliate"),
        "ground": KnownField(("text", "long_text")),
        "vendor_position": KnownField(("text", "long_text")),
    },
}
