"""How Alembic reaches the database: by the connection on which ``bot.db.migrate`` has begun."""

from alembic import context

from bot.db.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite can, and a migration that fails half-way must leave nothing behind.
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
