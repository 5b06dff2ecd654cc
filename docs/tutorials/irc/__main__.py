"""``python -m docs.tutorials.irc``: the bot with the cases of the content folder, without a database."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal

from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.settings import Settings
from docs.tutorials.irc.adapter import IrcAdapter, Network
from docs.tutorials.irc.pacing import Pace


def main() -> None:
    """Run the bot until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m docs.tutorials.irc", description="The bot on IRC.")
    parser.add_argument("host")
    parser.add_argument("channels", nargs="+", metavar="#channel")
    parser.add_argument("--port", type=int, default=6697)
    parser.add_argument("--nick", default="verbatim")
    parser.add_argument("--plain", action="store_true", help="connect without TLS")
    given = parser.parse_args()
    network = Network(given.host, given.port, given.nick, tuple(given.channels), tls=not given.plain)
    asyncio.run(_serve(network))


async def _serve(network: Network) -> None:
    settings = Settings.read(os.environ)
    corpus = Corpus(ContentRepository(settings.content_dir))
    corpus.read()
    presentation = Presentation(public_url=settings.public_url, prefix=settings.command_prefix)
    service = CommandService(corpus, presentation)
    stop = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    await IrcAdapter(service, network, Pace()).run(stop)


main()
