"""Somebody who uses Slack: what they do reaches the app as Slack would tell it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.fakes.slack.lines import Acknowledged, Line, Payload
from tests.fakes.slack.model import Hook, Message
from tests.fakes.slack.server import SlackServer


@dataclass(frozen=True)
class Person:
    """A member of a workspace, in a channel; ``hook`` is the response_url of what they did last."""

    slack: SlackServer
    line: Line
    user: str = "U1"
    channel: str = "C1"
    team: str = "T1"
    enterprise: str = ""
    """The enterprise of the workspace, in which the app is installed for all workspaces."""
    home: str = ""
    """Their own workspace, where the channel is one that it shares with ``team``."""

    def but(self, **changed: Any) -> Person:
        """The same in another channel or workspace, or somebody else."""
        return replace(self, **changed)

    @property
    def hook(self) -> Hook:
        """The newest response_url."""
        return list(self.slack.state.hooks.values())[-1]

    async def types(self, command: str, **more: Any) -> Acknowledged:
        """Type a slash command."""
        name, _, text = command.partition(" ")
        hook = self.slack.hook(self.channel, self.user)
        fields = {
            "command": name,
            "text": text,
            "team_id": self.team,
            "team_domain": "newsroom",
            "channel_id": self.channel,
            "channel_name": "general",
            "user_id": self.user,
            "user_name": "somebody",
            "api_app_id": "A0APP",
            "is_enterprise_install": "true" if self.enterprise else "false",
            **({"enterprise_id": self.enterprise} if self.enterprise else {}),
            "response_url": hook.address,
            "trigger_id": more.pop("trigger_id", None) or self.slack.trigger(),
        }
        return await self.line.send("slash_commands", fields, **more)

    async def clicks(self, action: Payload, *, view: Payload | None = None, **more: Any) -> Acknowledged:
        """Press a button or choose from a menu, in a message that only they see or in a view."""
        shown = view or {}
        where: Payload = {"container": {"type": "view", "view_id": shown.get("id")}, "view": view}
        if view is None:
            hook = self.slack.hook(self.channel, self.user)
            ephemeral, ts = more.pop("ephemeral", True), more.pop("ts", None) or self.slack.state.stamp()
            container = {"type": "message", "message_ts": ts, "channel_id": self.channel}
            where = {
                "container": {**container, "is_ephemeral": ephemeral},
                "channel": {"id": self.channel, "name": "general"},
                "response_url": hook.address,
            }
        return await self._interacts("block_actions", {**where, "actions": [action]}, **more)

    async def submits(self, view: Payload, values: Mapping[str, Payload], **more: Any) -> Acknowledged:
        """Submit a modal: of each input's action_id, what its state holds."""
        blocks = {
            block["element"]["action_id"]: block["block_id"]
            for block in view["blocks"]
            if block["type"] == "input"
        }
        state = {block: {action: values.get(action, {})} for action, block in blocks.items()}
        submitted = {**view, "state": {"values": state}, "root_view_id": view["id"]}
        return await self._interacts("view_submission", {"view": submitted, "response_urls": []}, **more)

    async def is_offered(
        self, action_id: str, typed: str, view: Payload, chosen: Mapping[str, Payload] | None = None
    ) -> list[Payload]:
        """What an external_select lists."""
        state = {
            block["block_id"]: {block["element"]["action_id"]: chosen.get(block["element"]["action_id"], {})}
            for block in view["blocks"]
            if block["type"] == "input" and chosen
        }
        suggestion = {"action_id": action_id, "block_id": f"b:{action_id}", "value": typed}
        view = {**view, "state": {"values": state}}
        where = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        answered = await self._interacts("block_suggestion", {**suggestion, **where})
        return list(answered.body["options"])

    async def shortcuts(self, callback_id: str, **more: Any) -> Acknowledged:
        """Use a global shortcut."""
        return await self._interacts("shortcut", {"callback_id": callback_id}, **more)

    async def on_message(self, callback_id: str, message: Payload, **more: Any) -> Acknowledged:
        """Use a shortcut of a message."""
        hook = self.slack.hook(self.channel, self.user)
        where = {"channel": {"id": self.channel, "name": "general"}, "response_url": hook.address}
        shortcut = {"callback_id": callback_id, "message": message, "message_ts": message.get("ts", "1.1")}
        return await self._interacts("message_action", {**shortcut, **where}, **more)

    async def mentions(self, text: str, *, ts: str = "", thread: str = "", **more: Any) -> str:
        """Mention the bot in a message of the channel; the ts of the message."""
        edited = {"edited": {"user": self.user, "ts": "1.2"}} if ts else {}
        ts = ts or self.slack.state.stamp()
        message = {"type": "app_mention", "text": text, "ts": ts, **self._in(thread), **edited}
        await self.event({**message, **more.pop("event", {})}, **more)
        return ts

    async def writes(self, text: str, *, thread: str = "", **more: Any) -> str:
        """Write to the bot in a direct message, or in a thread of its assistant; the ts of the message."""
        ts = self.slack.state.stamp()
        message = {"type": "message", "channel_type": "im", "text": text, "ts": ts, **self._in(thread)}
        await self.event({**message, **more.pop("event", {})}, **more)
        return ts

    async def edits(self, ts: str, text: str, *, thread: str = "", **more: Any) -> None:
        """Edit a message, of which Slack tells in a message of its own."""
        message = {"type": "message", "text": text, "ts": ts, **self._in(thread)}
        await self._tells_of_change("message_changed", message=message, **more)

    async def deletes(self, ts: str, *, thread: str = "", **more: Any) -> None:
        """Delete a message, of which Slack tells in a message of its own."""
        message = {"type": "message", "text": "", "ts": ts, **self._in(thread)}
        await self._tells_of_change("message_deleted", previous_message=message, deleted_ts=ts, **more)

    async def _tells_of_change(self, subtype: str, **changed: Any) -> None:
        hidden = {"type": "message", "subtype": subtype, "hidden": True, "channel": self.channel}
        await self.event({**hidden, "ts": self.slack.state.stamp(), **changed})

    def _in(self, thread: str) -> Payload:
        where = {"channel": self.channel, "user": self.user, "client_msg_id": "a"}
        return {**where, **({"thread_ts": thread} if thread else {})}

    async def opens_home(self, **more: Any) -> Acknowledged:
        """Open the app's Home tab."""
        return await self.event({"type": "app_home_opened", "user": self.user, "tab": "home"}, **more)

    async def posts_links(self, *addresses: str, **more: Any) -> Message:
        """Post links of a domain that the app has registered."""
        state = self.slack.state
        message = Message(self.channel, state.stamp(), " ".join(addresses), [])
        state.messages.append(message)
        links = [{"url": address, "domain": "cases.example.org"} for address in addresses]
        where = {"channel": self.channel, "message_ts": message.ts, "user": self.user}
        await self.event({"type": "link_shared", "links": links, **where}, **more)
        return message

    async def event(self, event: Payload, **more: Any) -> Acknowledged:
        """Have something happen; ``event_id`` may be given to tell of it twice."""
        enterprise = {"enterprise_id": self.enterprise} if self.enterprise else {}
        of_all = {**enterprise, "is_enterprise_install": bool(self.enterprise)}
        payload = {
            "type": "event_callback",
            "event_id": more.pop("event_id", None) or self.slack.state.next_id("Ev"),
            "event_time": more.pop("event_time", None) or int(time.time()),
            "team_id": self.home or self.team,
            **enterprise,
            "api_app_id": "A0APP",
            "authorizations": [{"team_id": self.team, "user_id": "U0BOT", "is_bot": True, **of_all}],
            "event": event,
        }
        return await self.line.send("events_api", payload, **more)

    async def _interacts(self, kind: str, payload: Payload, **more: Any) -> Acknowledged:
        known = {
            "type": kind,
            "team": {"id": self.team, "domain": "newsroom"},
            "enterprise": {"id": self.enterprise} if self.enterprise else None,
            "is_enterprise_install": bool(self.enterprise),
            "user": {"id": self.user, "name": "somebody", "team_id": self.home or self.team},
            "api_app_id": "A0APP",
            "trigger_id": self.slack.trigger(),
        }
        return await self.line.send("interactive", {**known, **payload}, **more)


def elements(blocks: list[Payload]) -> Iterator[Payload]:
    """Every button and menu of blocks."""
    for block in blocks:
        found = block["elements"] if block["type"] == "actions" else [block.get("accessory")]
        yield from (one for one in found if one)


def button(blocks: list[Payload], label: str) -> Payload:
    """The button whose label begins so, as Slack reports that it was pressed."""
    for element in elements(blocks):
        if element["type"] == "button" and element["text"]["text"].startswith(label):
            return {**element, "block_id": "b1", "action_ts": "1.1"}
    raise AssertionError(f"no button {label!r}")


def option(blocks: list[Payload], beginning: str) -> Payload:
    """The entry of a menu that begins so, as Slack reports that it was chosen."""
    for element in elements(blocks):
        for one in element.get("options", ()):
            if one["text"]["text"].startswith(beginning):
                chosen = {"type": "static_select", "action_id": element["action_id"]}
                return {**chosen, "block_id": "b1", "selected_option": one, "action_ts": "1.1"}
    raise AssertionError(f"no entry {beginning!r}")
