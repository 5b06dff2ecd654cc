"""Reads Slack's requests: their common fields in one form, and the texts that they carry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl

Body = dict[str, Any]
Surface = Literal["message", "own message", "modal", "home"]
"""Where an action was made: in a message, in an ephemeral one (“own”), in a modal or in the Home tab."""
MARKED = re.compile(
    r"<(?P<link>https?:[^|>]*)(?:\|[^>]*)?>|<(?P<sign>[@#!])(?P<id>[^|>]*)(?:\|(?P<name>[^>]*))?>"
)
ESCAPED = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
ESCAPE = re.compile("|".join(ESCAPED))


@dataclass(frozen=True)
class Request:
    """Where a request of Slack comes from, and how it can be answered; a field is empty where unknown."""

    workspace: str = ""
    enterprise: str = ""
    channel: str = ""
    user: str = ""
    thread: str = ""
    response_url: str = ""
    trigger: str = ""
    surface: Surface = "own message"
    view: str = ""
    message: str = ""
    """The timestamp of the message whose button was pressed."""
    name: str = ""
    """The user name of whoever makes the request."""
    home: str = ""
    """The workspace of whoever makes the request, where it is another one: in a channel that both share."""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Request:
        """Read the fields of a request's body, any of which may be missing."""
        event, container, view = _part(body, "event"), _part(body, "container"), _part(body, "view")
        user = _part(body, "user")
        # In a shared channel the event of another workspace's member names that workspace at the top.
        workspace = (
            _authorized(body)
            or _text(body.get("team_id"))
            or _id(body.get("team"))
            or _text(user.get("team_id"))
        )
        enterprise = _text(body.get("enterprise_id")) or _id(body.get("enterprise"))
        home = _home(event) or _text(user.get("team_id")) or _text(body.get("team_id"))
        return cls(
            workspace=workspace,
            enterprise=enterprise,
            home="" if home in {workspace, enterprise} else home,
            channel=_text(body.get("channel_id")) or _id(body.get("channel")) or _text(event.get("channel")),
            user=_text(body.get("user_id")) or _text(user.get("id")) or _user_of(event),
            thread=_text(container.get("thread_ts")) or _text(_part(body, "message").get("thread_ts")),
            response_url=_text(body.get("response_url")),
            trigger=_text(body.get("trigger_id")),
            surface=_surface(container, view),
            view=_text(view.get("id")),
            message=_text(container.get("message_ts")),
            name=_text(user.get("name")) or _text(user.get("username")) or _text(body.get("user_name")),
        )

    @property
    def is_direct(self) -> bool:
        """Whether the request comes from a direct message with the bot."""
        return self.channel.startswith("D")

    @property
    def is_for_all(self) -> bool:
        """Whether the message whose button was pressed is one that others see too."""
        return self.surface == "message" and not self.is_direct

    @property
    def is_in_view(self) -> bool:
        """Whether the request comes from a modal or the Home tab, and not from a message."""
        return self.surface in {"modal", "home"}


def decoded(body: bytes, content_type: str) -> Body:
    """The JSON object or the form in a request's body. Raises ValueError where it is neither."""
    text = body.decode("utf-8")
    if content_type != "application/json":
        fields: Body = dict(parse_qsl(text, keep_blank_values=True))
        if "payload" not in fields:
            return fields
        text = fields["payload"]
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004  -- the sender's mistake, not the caller's
    return found


def action_value(body: Mapping[str, Any]) -> str:
    """The value of the button or the menu's option in a block action; empty where it has none."""
    actions = body.get("actions") or [{}]
    option = _part(actions[0], "selected_option")
    return _text(actions[0].get("value")) or _text(option.get("value"))


def input_texts(body: Body) -> dict[str, str]:
    """The non-empty texts that are chosen or typed in a view, by the action_id of their inputs."""
    view = body.get("view") or {}
    blocks = (view.get("state") or {}).get("values") or {}
    found: dict[str, str] = {}
    for inputs in blocks.values():
        for name, given in inputs.items():
            value = (given or {}).get("value") or ((given or {}).get("selected_option") or {}).get("value")
            if isinstance(value, str) and value.strip():
                found[name] = value
    return found


def chosen_values(body: Body) -> dict[str, tuple[str, ...]]:
    """What is chosen in a view by the action_id of its inputs: values, ids of channels and people, and times.

    Of an input in which nothing is chosen or typed there is an empty tuple.
    """
    blocks = _part(_part(_part(body, "view"), "state"), "values")
    states = (inputs.items() for inputs in blocks.values() if isinstance(inputs, dict))
    return {name: tuple(_chosen(state)) for inputs in states for name, state in inputs}


def _chosen(state: Any) -> Iterator[str]:
    given = state if isinstance(state, dict) else {}
    options = given.get("selected_options") or ()
    single = ("value", "selected_conversation", "selected_channel", "selected_time")
    people = given.get("selected_users") or ()
    found = [
        *(given.get(name) for name in single),
        _part(given, "selected_option").get("value"),
        *(_part({"one": one}, "one").get("value") for one in options),
        *people,
    ]
    yield from (one for one in found if isinstance(one, str) and one)


def as_typed(text: str, *, ids: bool = False) -> str:
    """The text as somebody typed it, without Slack's markup of links and names and its three escapes.

    With ``ids``, a channel becomes its id and a person ``<@id>``, which a command can use.
    """
    plain = MARKED.sub(_identified if ids else _named, text)
    return ESCAPE.sub(lambda found: ESCAPED[found.group()], plain)


def _named(found: re.Match[str]) -> str:
    return found["link"] or found["name"] or found["id"]


def _identified(found: re.Match[str]) -> str:
    if found["link"] or found["sign"] == "!":
        return _named(found)
    return str(found["id"]) if found["sign"] == "#" else f"<@{found['id']}>"


def _user_of(event: Mapping[str, Any]) -> str:
    return _text(event.get("user")) or _text(_part(event, "assistant_thread").get("user_id"))


def _authorized(body: Mapping[str, Any]) -> str:
    """The workspace whose installation receives an event: https://docs.slack.dev/apis/events-api/#authorizations."""
    first = next(iter(body.get("authorizations") or ()), None)
    return _text(first.get("team_id")) if isinstance(first, dict) else ""


def _home(event: Mapping[str, Any]) -> str:
    """The workspace of whoever an event comes from: https://docs.slack.dev/apis/slack-connect."""
    parts = (event, _part(event, "message"))
    return next((_text(part[name]) for part in parts for name in ("user_team", "team") if part.get(name)), "")


def _surface(container: Mapping[str, Any], view: Mapping[str, Any]) -> Surface:
    if container.get("type") == "view":
        return "home" if view.get("type") == "home" else "modal"
    return "own message" if container.get("is_ephemeral", True) else "message"


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _id(value: Any) -> str:
    return _text(value.get("id")) if isinstance(value, dict) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
