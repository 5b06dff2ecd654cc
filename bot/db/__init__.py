"""What the bot keeps: tables, their migrations, and connections to SQLite or PostgreSQL."""
