"""What the world says: jurisdictions and their laws, regimes, buyer profiles, read as of a date."""
