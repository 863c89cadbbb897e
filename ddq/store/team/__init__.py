"""The team store: assessments on a PostgreSQL server, behind the same protocol as the folder of one machine."""
