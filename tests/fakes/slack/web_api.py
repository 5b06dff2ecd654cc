"""The methods of the Web API: each takes its arguments and gives Slack's answer."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.slack.checks import message_problems, view_problems
from tests.fakes.slack.model import Channel, Message, State, Team

Arguments = Mapping[str, Any]
Answer = dict[str, Any]


class Refused(Exception):
    """A call that Slack answers with ``ok: false``."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.answer: Answer = {"ok": False, "error": error, **more}


class WebApi:
    """What the methods do to the state."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._methods: Mapping[str, tuple[str, Callable[[Team, Arguments], Answer]]] = {
            "auth.test": ("", self._auth_test),
            "chat.postMessage": ("chat:write", self._post),
            "chat.postEphemeral": ("chat:write", self._post_ephemeral),
            "chat.update": ("chat:write", self._update),
            "chat.delete": ("chat:write", self._delete),
            "chat.getPermalink": ("", self._permalink),
            "assistant.threads.setSuggestedPrompts": ("assistant:write", self._suggest),
            "assistant.threads.setStatus": ("assistant:write", self._set_status),
            "chat.unfurl": ("links:write", self._unfurl),
            "views.open": ("", self._open),
            "views.push": ("", self._open),
            "views.update": ("", self._update_view),
            "views.publish": ("", self._publish),
            "conversations.info": ("channels:read", self._info),
            "conversations.members": ("groups:read", self._members),
            "conversations.history": ("channels:history", self._history),
            "conversations.replies": ("channels:history", self._replies),
            "users.info": ("users:read", self._user),
        }

    def call(self, method: str, arguments: Arguments, token: str) -> tuple[Answer, Team | None]:
        """Slack's answer to a call, and the workspace that the token is of."""
        team = next((team for team in self._state.teams.values() if team.token == token), None)
        try:
            return self._called(method, arguments, team), team
        except Refused as refused:
            return refused.answer, team

    def _called(self, method: str, arguments: Arguments, team: Team | None) -> Answer:
        if method == "oauth.v2.access":
            return self._access(arguments)
        if not team:
            raise Refused("invalid_auth")
        if team.refusal:
            raise Refused(team.refusal)
        if time.time() > team.expires_at:
            raise Refused("token_expired")
        if method not in self._methods:
            raise Refused("unknown_method")
        scope, do = self._methods[method]
        if scope and scope not in team.scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(team.scopes))
        return {"ok": True, **do(team, arguments)}

    def _auth_test(self, team: Team, _: Arguments) -> Answer:
        return {
            "url": f"https://{team.id.lower()}.example.org/",
            "team": team.name,
            "team_id": team.id,
            "user": "verbatim",
            "user_id": team.bot_user,
            "bot_id": team.bot_id,
        }

    def _channel(self, arguments: Arguments) -> Channel:
        channel = self._state.channels.get(arguments["channel"])
        if not channel or (channel.private and not channel.member):
            raise Refused("channel_not_found")
        return channel

    def _writable(self, team: Team, arguments: Arguments) -> Channel:
        channel = self._channel(arguments)
        if channel.archived:
            raise Refused("is_archived")
        if not channel.member and "chat:write.public" not in team.scopes:
            raise Refused("not_in_channel")
        if not channel.posting:
            raise Refused("restricted_action")
        return channel

    def _checked(self, arguments: Arguments) -> tuple[str, list[Any]]:
        text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
        if not text and not blocks:
            raise Refused("no_text")
        if problems := message_problems(text, blocks):
            self._state.complaints += problems
            raise Refused("invalid_blocks", errors=problems)
        return text, blocks

    def _post(self, team: Team, arguments: Arguments) -> Answer:
        channel = self._writable(team, arguments)
        text, blocks = self._checked(arguments)
        message = Message(
            channel.id,
            self._state.stamp(),
            text,
            blocks,
            thread_ts=arguments.get("thread_ts"),
            metadata=arguments.get("metadata"),
        )
        self._state.messages.append(message)
        return {"channel": channel.id, "ts": message.ts, "message": message.as_object(with_metadata=True)}

    def _post_ephemeral(self, team: Team, arguments: Arguments) -> Answer:
        channel = self._writable(team, arguments)
        text, blocks = self._checked(arguments)
        thread, to = arguments.get("thread_ts"), arguments["user"]
        message = Message(channel.id, self._state.stamp(), text, blocks, thread_ts=thread, ephemeral_to=to)
        self._state.messages.append(message)
        return {"message_ts": message.ts}

    def _found(self, arguments: Arguments) -> Message:
        for message in self._state.messages:
            if (message.channel, message.ts) == (arguments["channel"], arguments["ts"]):
                return message
        raise Refused("message_not_found")

    def _update(self, team: Team, arguments: Arguments) -> Answer:
        self._writable(team, arguments)
        message = self._found(arguments)
        message.text, message.blocks = self._checked(arguments)
        message.metadata = arguments.get("metadata") or message.metadata
        message.updates += 1
        return {"channel": message.channel, "ts": message.ts, "text": message.text}

    def _delete(self, team: Team, arguments: Arguments) -> Answer:
        self._writable(team, arguments)
        message = self._found(arguments)
        self._state.messages.remove(message)
        return {"channel": message.channel, "ts": message.ts}

    def _permalink(self, team: Team, arguments: Arguments) -> Answer:
        message = self._found({"channel": arguments["channel"], "ts": arguments["message_ts"]})
        path = f"archives/{message.channel}/p{message.ts.replace('.', '')}"
        return {"channel": message.channel, "permalink": f"https://{team.id.lower()}.example.org/{path}"}

    def _suggest(self, _: Team, arguments: Arguments) -> Answer:
        prompts = arguments["prompts"]
        if not 1 <= len(prompts) <= 4 or any(set(one) != {"title", "message"} for one in prompts):
            raise Refused("invalid_arguments")
        self._state.prompts[arguments["thread_ts"]] = prompts
        return {}

    def _set_status(self, _: Team, arguments: Arguments) -> Answer:
        self._state.statuses.append(arguments["status"])
        return {}

    def _unfurl(self, _: Team, arguments: Arguments) -> Answer:
        message = self._found(arguments)
        for address, unfurl in arguments["unfurls"].items():
            self._state.complaints += message_problems("", unfurl["blocks"])
            message.unfurls[address] = unfurl
        return {}

    def _view(self, arguments: Arguments, **more: Any) -> dict[str, Any]:
        view = arguments["view"]
        view = json.loads(view) if isinstance(view, str) else view
        if problems := view_problems(view):
            self._state.complaints += problems
            raise Refused("invalid_arguments", errors=problems)
        return {**view, **more, "hash": self._state.next_id("h")}

    def _open(self, team: Team, arguments: Arguments) -> Answer:
        trigger = self._state.triggers.get(arguments["trigger_id"])
        if not trigger:
            raise Refused("invalid_trigger_id")
        if refusal := trigger.refusal():
            raise Refused(refusal)
        view = self._view(arguments, id=self._state.next_id("V"), team_id=team.id)
        trigger.used = True
        self._state.views[view["id"]] = view
        return {"view": view}

    def _update_view(self, team: Team, arguments: Arguments) -> Answer:
        if arguments["view_id"] not in self._state.views:
            raise Refused("not_found")
        view = self._view(arguments, id=arguments["view_id"], team_id=team.id)
        self._state.views[view["id"]] = view
        return {"view": view}

    def _publish(self, team: Team, arguments: Arguments) -> Answer:
        view = self._view(arguments, id=f"VHOME{arguments['user_id']}", team_id=team.id)
        self._state.homes[arguments["user_id"]] = view
        return {"view": view}

    def _info(self, _: Team, arguments: Arguments) -> Answer:
        channel = self._channel(arguments)
        shown = {"id": channel.id, "name": channel.name, "is_private": channel.private}
        return {"channel": {**shown, "is_member": channel.member, "is_archived": channel.archived}}

    def _members(self, _: Team, arguments: Arguments) -> Answer:
        people = sorted(self._channel(arguments).people)
        at, most = int(arguments.get("cursor") or 0), int(arguments.get("limit") or 100)
        more = str(at + most) if len(people) > at + most else ""
        return {"members": people[at : at + most], "response_metadata": {"next_cursor": more}}

    def _history(self, _: Team, arguments: Arguments) -> Answer:
        channel = self._channel(arguments)
        if not channel.member:
            raise Refused("not_in_channel")
        return self._page(arguments, lambda message: not message.thread_ts)

    def _replies(self, _: Team, arguments: Arguments) -> Answer:
        self._channel(arguments)
        thread = arguments["ts"]
        return self._page(arguments, lambda message: thread in {message.thread_ts, message.ts})

    def _page(self, arguments: Arguments, meant: Callable[[Message], bool]) -> Answer:
        oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or "inf")
        found = [
            message.as_object(
                with_metadata=str(arguments.get("include_all_metadata")).lower() in {"1", "true"}
            )
            for message in reversed(self._state.messages)
            if message.channel == arguments["channel"] and not message.ephemeral_to and meant(message)
            if oldest < float(message.ts) < latest
        ]
        at, most = int(arguments.get("cursor") or 0), int(arguments.get("limit") or 100)
        more = at + most if len(found) > at + most else 0
        cursor = str(more) if more else ""
        return {
            "messages": found[at : at + most],
            "has_more": bool(more),
            "response_metadata": {"next_cursor": cursor},
        }

    def _user(self, _: Team, arguments: Arguments) -> Answer:
        user = self._state.users.get(arguments["user"])
        if not user:
            raise Refused("user_not_found")
        shown = {"id": user.id, "is_admin": user.admin, "is_owner": False, "tz": user.zone}
        if user.team:
            shown |= {"team_id": user.team, "enterprise_user": {"teams": list(user.teams)}}
        return {"user": {**shown, "locale": user.locale} if arguments.get("include_locale") else shown}

    def _access(self, arguments: Arguments) -> Answer:
        if arguments.get("grant_type") == "refresh_token":
            return self._refresh(arguments)
        team = self._state.codes.pop(arguments["code"], None)
        if not team:
            raise Refused("invalid_code")
        team.refusal = ""
        self._state.teams[team.id] = team
        if team.refresh_token:
            team.renew()
        enterprise = {"id": team.enterprise, "name": "The Enterprise"} if team.enterprise else None
        return {
            "ok": True,
            "app_id": "A0APP",
            "authed_user": {"id": "U1"},
            **self._tokens(team),
            "team": None if team.of_all else {"id": team.id, "name": team.name},
            "enterprise": enterprise,
            "is_enterprise_install": team.of_all,
        }

    def _refresh(self, arguments: Arguments) -> Answer:
        given = arguments["refresh_token"]
        team = next((one for one in self._state.teams.values() if one.refresh_token == given), None)
        if not team or team.refusal:
            raise Refused("invalid_refresh_token")
        team.renew()
        return {"ok": True, **self._tokens(team)}

    def _tokens(self, team: Team) -> Answer:
        rotated = {"refresh_token": team.refresh_token, "expires_in": team.lives_for}
        return {
            "scope": ",".join(team.scopes),
            "token_type": "bot",
            "access_token": team.token,
            "bot_user_id": team.bot_user,
            **(rotated if team.refresh_token else {}),
        }
