"""Widgets that draw state and post messages; none of them parses markup."""
