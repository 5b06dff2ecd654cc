"""A small IRC bot on the command service: the code of ``docs/tutorials/a-further-platform.md``."""
