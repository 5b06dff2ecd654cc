"""``python -m bot mcp``: the MCP server on standard input and output, for assistants on this machine."""

import argparse
import os
import sys

from bot.cli.say import read_archive
from bot.settings import Settings


def mcp(_: argparse.Namespace) -> None:
    """Answer MCP messages until the input ends. The cases are read once, when it starts."""
    from bot.mcp.server import McpServer
    from bot.mcp.stdio import serve_stdio
    from bot.rendering.render import Presentation

    settings = Settings.read(os.environ)
    archive = read_archive(settings)
    presentation = Presentation(public_url=settings.public_url, prefix=settings.command_prefix)
    server = McpServer(lambda: archive, presentation, show_full=settings.source_display == "full")
    try:
        serve_stdio(server, sys.stdin.buffer, sys.stdout.buffer)
    except KeyboardInterrupt:
        return
