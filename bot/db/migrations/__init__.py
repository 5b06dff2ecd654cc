"""The schema as it grew; Alembic runs what is here, and nothing imports it."""
