"""What it means: presence, reach, trust, outcome, plan, explanation."""

from ddq.scoring.export import to_json
from ddq.scoring.method import METHOD, score

__all__ = ["METHOD", "score", "to_json"]
