"""How many worlds the laws are tried on: few in every run, many with DDQ_LAWS=thorough."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "laws", max_examples=50, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("laws"), max_examples=2000, derandomize=False)
settings.load_profile("thorough" if os.environ.get("DDQ_LAWS") == "thorough" else "laws")
