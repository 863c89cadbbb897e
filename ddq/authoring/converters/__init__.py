"""Questionnaires from other tools' files and into them: one module a format, over our own model."""
