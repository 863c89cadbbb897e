"""What was answered: an assessment as a fold of its events, and the interview over it."""
