"""Slack's events of workspaces that remove the bot: revoked tokens, uninstalls, and access in a Grid."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.platforms.slack.context import acknowledged
from bot.platforms.slack.installations import Installations
from bot.platforms.slack.requests import Body

EventHandler = Callable[[Installations, Body], Awaitable[None]]


def listen(app: AsyncApp, installations: Installations) -> None:
    """Register the listeners; they need no token, which is mostly gone when these events come."""
    for event, handle in HANDLERS.items():
        app.event(event)(_listener(installations, handle))


def _listener(
    installations: Installations, handle: EventHandler
) -> Callable[[Body], Awaitable[BoltResponse]]:
    async def listener(body: Body) -> BoltResponse:
        await handle(installations, body)
        return acknowledged()

    return listener


async def _on_tokens_revoked(installations: Installations, body: Body) -> None:
    # A person's own token changes nothing: none is stored.
    if (body["event"].get("tokens") or {}).get("bot"):
        await installations.forget_token(*_whose(body), _when(body))


async def _on_uninstalled(installations: Installations, body: Body) -> None:
    await installations.forget_workspace(*_whose(body), _when(body))


async def _on_access_revoked(installations: Installations, body: Body) -> None:
    await installations.lose_access(_teams(body), _when(body))


async def _on_access_granted(installations: Installations, body: Body) -> None:
    await installations.gain_access(_teams(body), str(body.get("enterprise_id") or ""), _when(body))


HANDLERS: Mapping[str, EventHandler] = {
    "tokens_revoked": _on_tokens_revoked,
    "app_uninstalled": _on_uninstalled,
    "team_access_revoked": _on_access_revoked,
    "team_access_granted": _on_access_granted,
}
"""The handlers by Slack's type of event: https://docs.slack.dev/reference/events."""


def _whose(body: Mapping[str, Any]) -> tuple[str, str]:
    """The workspace of an event's installation, empty for that of a whole enterprise, and the enterprise."""
    [first, *_] = body.get("authorizations") or [{}]
    is_of_all = first.get("is_enterprise_install") or body.get("is_enterprise_install") is True
    workspace = "" if is_of_all else str(body.get("team_id") or first.get("team_id") or "")
    return workspace, str(body.get("enterprise_id") or first.get("enterprise_id") or "")


def _teams(body: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(one) for one in body["event"].get("team_ids") or () if one)


def _when(body: Mapping[str, Any]) -> datetime:
    """When the event happened, to the second; now where Slack does not say."""
    seconds = body.get("event_time")
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else datetime.now(UTC)
