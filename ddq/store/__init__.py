"""Where it is kept: the store protocol, the TinyDB ledger, evidence files."""
