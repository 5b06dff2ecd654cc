"""Settings that can be used, each by itself, and still cannot be meant: each problem with its cure."""

from __future__ import annotations

import ipaddress
import json
import socket
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from bot.app.ports import cannot_listen
from bot.app.services import has_platform
from bot.service.finding import Finding, ill, well
from bot.settings import Settings, doubts

ANSWER_TIMEOUT = 2.0
"""Seconds that whoever listens on our port is given to say that it is the bot."""
IN_A_CONTAINER = ("/.dockerenv", "/run/.containerenv")
"""Files that Docker and Podman put into each container."""


def doubtful_settings(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    """What of the settings contradicts itself, this machine, or what the platforms ask of an address."""
    for what, cure in doubts(environ):
        yield ill(what, cure)
    yield from _address(settings)
    yield from _slack(settings)
    yield from _discord(settings)
    yield from _listening(settings.host, settings.port)
    if settings.metrics_port:
        yield from _listening(settings.metrics_host, settings.metrics_port, "METRICS_")
    if settings.public_url and _is_container(environ) and _is_loopback(settings.host):
        yield well(
            f"HOST is {settings.host}, within a container: nobody outside of it reaches the pages.",
            "Where the proxy is not in it as well, set HOST to 0.0.0.0.",
        )


def _address(settings: Settings) -> Iterator[Finding]:
    if not settings.public_url:
        return
    address = urlsplit(settings.public_url)
    if address.query or address.fragment or "@" in address.netloc:
        cure = "Leave out what begins with “?” or “#”, and a name or password before “@”."
        yield ill("PUBLIC_URL has more than a scheme, a host and a path.", cure)
    elif has_platform(settings) and _is_private(address.hostname or ""):
        what = f"PUBLIC_URL is {settings.public_url}, which readers on Discord and Slack cannot reach."
        yield ill(what, "Set it to the address at which everybody reaches the pages, or leave it out.")
    elif settings.slack_client_id and address.scheme != "https":
        yield ill(
            "Slack installs apps over https alone, and PUBLIC_URL begins with http://.", "Use https://."
        )


def _slack(settings: Settings) -> Iterator[Finding]:
    given = (
        settings.slack_bot_token,
        settings.slack_client_id,
        settings.slack_app_token,
        settings.slack_signing_secret,
        settings.slack_client_secret,
    )
    if not any(given):
        return
    # Imported here: Slack's client takes a while to load.
    from bot.platforms.slack.bot import settings_problem

    is_asked = settings.slack_bot_token or settings.slack_client_id or settings.slack_app_token
    # With one of these, the check of what Slack says about them begins with the same problem.
    if not is_asked and (problem := settings_problem(settings)):
        cure = "Change it in .env or in the environment; docs/guides/slack-admins.md leads through it."
        yield ill(problem, cure)
    if settings.slack_bot_token and settings.slack_client_id:
        yield ill(
            "SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for many; both are set.",
            "Remove SLACK_BOT_TOKEN, and install the bot in that workspace at PUBLIC_URL/slack/install.",
        )
    if settings.slack_app_token and settings.slack_client_id:
        yield ill(
            "Slack lets no app be installed by many workspaces that uses Socket Mode (SLACK_APP_TOKEN).",
            "Remove SLACK_APP_TOKEN, and set SLACK_SIGNING_SECRET.",
        )


def _discord(settings: Settings) -> Iterator[Finding]:
    ids, number = settings.discord_shard_ids, settings.discord_shard_count
    if ids and (number is None or max(ids) >= number):
        yield ill(
            "DISCORD_SHARD_IDS names shards that DISCORD_SHARD_COUNT does not count.",
            "Set DISCORD_SHARD_COUNT to the same number for all processes, and the ids to numbers below it.",
        )
    if settings.discord_public_key and not settings.discord_token:
        yield well(
            "Discord may ask over HTTP, and digests cannot be posted there.",
            "To post digests, set DISCORD_TOKEN.",
        )
    if (settings.discord_shard_count or ids) and not settings.discord_token:
        yield ill(
            "Shards are set for Discord, and no DISCORD_TOKEN.", "Set DISCORD_TOKEN, or remove the shards."
        )


def _listening(host: str, port: int, prefix: str = "") -> Iterator[Finding]:
    """Whether the process could listen there, or does already."""
    try:
        [family, kind, protocol, _, address], *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # It need not listen: a port that is listened on cannot be bound.
            probe.bind(address)
    except OSError as error:
        if _is_ours(host, port):
            yield well(f"A bot listens on {host}:{port} already.")
            return
        sentence, _, cure = cannot_listen(host, port, error, prefix).rpartition(". ")
        yield ill(f"{sentence}.", cure)


def _is_ours(host: str, port: int) -> bool:
    asked = HTTPConnection(host, port, timeout=ANSWER_TIMEOUT)
    try:
        asked.request("GET", "/healthz")
        return bool(json.load(asked.getresponse()) == {"status": "ok"})
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        asked.close()


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_container(environ: Mapping[str, str]) -> bool:
    return "KUBERNETES_SERVICE_HOST" in environ or any(Path(file).exists() for file in IN_A_CONTAINER)
