"""The least that discord.py can do: a bot with one command that replies a constant, for comparison."""

from __future__ import annotations

import os

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL


def main() -> None:
    """Run it, on the Discord that the environment names."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["DISCORD_GATEWAY_URL"])
    client = discord.AutoShardedClient(intents=discord.Intents(guilds=True))
    tree = discord.app_commands.CommandTree(client)
    group = discord.app_commands.Group(name="case", description="a group")

    @group.command(name="damages", description="a command")
    async def damages(event: discord.Interaction, case: str | None = None) -> None:
        _ = case
        await event.response.send_message("a constant")

    tree.add_command(group)
    client.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
