"""The command service that every surface asks, with the preferences that it depends on."""
