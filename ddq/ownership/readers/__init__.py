"""Ownership files of other tools, all hostile: nothing in them is dropped without being told."""
