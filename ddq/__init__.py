"""Vendor due diligence: who owns a vendor, where the data goes, whose laws reach it."""

__version__ = "0.1.0"
