"""Files of other tools, which nobody vouches for: JSON, tables and workbooks, each part with its place."""
