"""What it means: presence, reach, trust, outcome, plan, explanation."""

from ddq.scoring.comparison import compare
from ddq.scoring.export import to_json
from ddq.scoring.method import METHOD, score

__all__ = ["METHOD", "compare", "score", "to_json"]
