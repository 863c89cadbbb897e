"""Where the data goes: flows, the rules on their transfer, and who can see them in clear."""
