"""What it means: facts, reach, indicators, trust, outcome, plan; the value of a question; the explanation."""
