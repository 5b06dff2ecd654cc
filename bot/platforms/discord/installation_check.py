"""Checks whether Discord takes the settings, knows the commands and lets the bot post digests."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from bot.digests.outcomes import Rejected
from bot.digests.senders import Target
from bot.platforms.discord.interactions_endpoint import PATH
from bot.platforms.discord.registration import are_known, commands
from bot.platforms.discord.rest import Rest, RestResponse, open_rest
from bot.platforms.discord.sender import DiscordSender
from bot.service.finding import Finding, ill, well
from bot.settings import Settings

TRY_AGAIN = "Look at the network and at DISCORD_API_URL, and try again."
NEW_TOKEN = "Make one in the Developer Portal (Bot, Reset Token), and set DISCORD_TOKEN."  # noqa: S105  -- advice
START = "They are told to Discord when the bot starts."
FEW_STARTS = 10
CURES: Mapping[str, str] = {
    "no access": "Add the bot to the server (python -m bot invite discord), and let it see the channel.",
    "no permission": "Give it in the channel's settings, under “Permissions”.",
    "no channel": "Remove the digest (/digest remove), or schedule it for another channel.",
    "archived": "Open the thread again, or schedule the digest for another channel.",
}


async def check_installation(settings: Settings, targets: Iterable[Target] = ()) -> list[Finding]:
    """What Discord says about the settings and about posting to ``targets``, each problem with its cure."""
    async with open_rest(settings) as rest:
        application = await rest.ask("GET", "/applications/@me")
        if not application.is_success:
            return [_failed(application)]
        found = [well(f"Discord knows the application “{application.body['name']}”.")]
        found += _interactions(settings, application.body)
        found.append(await _gateway(rest, settings))
        found.append(await _commands(rest, application.body["id"], settings))
        sender = DiscordSender(rest, settings.discord_token or "")
        return [*found, *[_channel(target, await sender.can_post(target)) for target in targets]]


def _failed(response: RestResponse) -> Finding:
    if response.status == HTTPStatus.UNAUTHORIZED:
        return ill("Discord does not accept DISCORD_TOKEN.", NEW_TOKEN)
    return ill(f"Discord is not reached: {response}.", TRY_AGAIN)


def _interactions(settings: Settings, application: Mapping[str, Any]) -> list[Finding]:
    """Whether Discord sends interactions to where this bot receives them."""
    address, key = application.get("interactions_endpoint_url"), settings.discord_public_key
    if key and key != application["verify_key"]:
        cure = f"Copy the public key of the application: DISCORD_PUBLIC_KEY={application['verify_key']}."
        return [ill("DISCORD_PUBLIC_KEY is of another application.", cure)]
    if address and not key:
        what = f"Discord posts interactions to {address}, and nothing comes over the gateway."
        cure = "Set DISCORD_PUBLIC_KEY, or empty “Interactions Endpoint URL” in the Developer Portal."
        return [ill(what, cure)]
    if key and not address:
        cure = f"To use HTTP, enter {settings.public_url or 'https://…'}{PATH} there."
        what = "Interactions come over the gateway: the Developer Portal has no “Interactions Endpoint URL”."
        return [well(what, cure)]
    way = f"over HTTP, at {address}" if address else "over the gateway"
    return [well(f"Interactions come {way}. No privileged intent is needed.")]


async def _gateway(rest: Rest, settings: Settings) -> Finding:
    gateway = await rest.ask("GET", "/gateway/bot")
    if not gateway.is_success:
        return _failed(gateway)
    left, wanted = gateway.body["session_start_limit"]["remaining"], gateway.body["shards"]
    if left < FEW_STARTS:
        what = f"The bot can connect {left} times more today."
        return ill(what, "Find out why it starts so often: each start counts.")
    set_to = settings.discord_shard_count
    if set_to and set_to < wanted:
        cure = f"Set DISCORD_SHARD_COUNT to {wanted} or more for all processes."
        return ill(f"Discord recommends {wanted} shards, not {set_to}.", cure)
    return well(f"The gateway lets the bot in ({set_to or wanted} shards).")


async def _commands(rest: Rest, application: str, settings: Settings) -> Finding:
    known = await rest.ask("GET", f"/applications/{application}/commands?with_localizations=true")
    if not known.is_success:
        return _failed(known)
    wanted = commands(settings.command_prefix)
    if are_known(wanted, known.body):
        return well(f"Discord knows the {len(wanted)} commands of this version.")
    return well("Discord knows other commands than this version's.", START)


def _channel(target: Target, refused: Rejected | None) -> Finding:
    if refused is None:
        return well(f"Digests can be posted in channel {target.channel}.")
    what = f"Digests cannot be posted in channel {target.channel}: {refused.reason}"
    named = f" ({refused.detail})" if refused.detail else ""
    return ill(f"{what}{named}.", CURES.get(refused.reason, ""))
