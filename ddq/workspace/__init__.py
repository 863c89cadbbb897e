"""The wiring: opens a store, finds questionnaires, registers and profiles; clock, ids and user enter here."""
