"""The chat platforms that the bot answers on, each in a package of its own."""
