"""Tests of questionnaires: answers in, what must follow; and which conditions they cover."""
