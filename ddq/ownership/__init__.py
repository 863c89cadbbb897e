"""Who owns: the graph of holdings, five readings of it that are kept apart, and what is found in it."""
