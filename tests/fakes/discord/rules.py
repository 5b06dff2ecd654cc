"""What Discord accepts: its OpenAPI description, where it lies beside the project, and unwritten limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator

from tests.references import DISCORD_OPENAPI
from tests.rendering.limits import assert_discord_takes

NAME = re.compile(r"[-_'\w]{1,32}")
V2 = 1 << 15
FORM, LABEL, TEXT_INPUT = 9, 18, 4
FIELDS = {3, TEXT_INPUT, 5, 6, 7, 8, 21}
"""Selects, text inputs and radio groups, which a label can hold."""
BODIES = {
    "commands": ("/applications/{application_id}/commands", "put"),
    "callback": ("/interactions/{interaction_id}/{interaction_token}/callback", "post"),
    "edit": ("/webhooks/{webhook_id}/{webhook_token}/messages/@original", "patch"),
    "follow-up": ("/webhooks/{webhook_id}/{webhook_token}", "post"),
    "message": ("/channels/{channel_id}/messages", "post"),
}


def mistakes_of(kind: str, body: Any) -> list[str]:
    """Why Discord would refuse a body; empty where it would take it."""
    return [*_described(kind, body), *_unwritten(kind, body)]


def _described(kind: str, body: Any) -> Iterator[str]:
    validator = _validator(kind)
    for mistake in validator.iter_errors(body) if validator else ():
        yield f"{kind}: {'/'.join(map(str, mistake.instance_path))}: {mistake.message[:300]}"


@cache
def _validator(kind: str) -> Draft202012Validator | None:
    description = _description()
    if description is None:
        return None
    path, method = BODIES[kind]
    content = description["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**content, "components": description["components"]})


@cache
def _description() -> dict[str, Any] | None:
    if not DISCORD_OPENAPI.is_file():
        return None
    described: dict[str, Any] = json.loads(DISCORD_OPENAPI.read_text("utf-8"))
    return described


def _unwritten(kind: str, body: Any) -> Iterator[str]:
    if kind == "commands":
        yield from (f"command {one['name']}: {mistake}" for one in body for mistake in _of_command(one))
        return
    data = (body.get("data") or {}) if kind == "callback" else body
    if kind == "callback" and body["type"] == FORM:
        yield from _of_form(data)
        return
    if "components" in data:
        flags = data.get("flags", V2 if kind == "edit" else 0)
        try:
            assert_discord_takes({"allowed_mentions": {"parse": []}, **data, "flags": flags & V2})
        except AssertionError as mistake:
            yield f"{kind}: {mistake}"
    if "content" in data and len(data["content"] or "") > 2000:
        yield f"{kind}: content is longer than 2,000"
    if "choices" in data:
        yield from _of_choices(data["choices"])


def _of_form(form: dict[str, Any]) -> Iterator[str]:
    """https://docs.discord.com/developers/components/reference#label."""
    if not (1 <= len(form["title"]) <= 45 and 1 <= len(form["custom_id"]) <= 100):
        yield "the title or the custom_id of a form"
    if not 1 <= len(form["components"]) <= 5:
        yield f"{len(form['components'])} fields in a form"
    for label in form["components"]:
        if label["type"] != LABEL or not 1 <= len(label["label"]) <= 45:
            yield f"a label of a form: {label}"
        field = label["component"]
        if field["type"] not in FIELDS:
            yield f"a field of a form: {field}"
        for option in field.get("options", ()):
            if not (1 <= len(option["label"]) <= 100 and 1 <= len(option["value"]) <= 100):
                yield f"an option of a form: {option}"
        if len([one for one in field.get("options", ()) if one.get("default")]) > field.get("max_values", 1):
            yield f"too many options that are chosen already: {field}"
        if field["type"] == TEXT_INPUT and not 1 <= field.get("max_length", 4000) <= 4000:
            yield "the longest text of a form's field"


def _of_choices(choices: list[dict[str, str]]) -> Iterator[str]:
    if len(choices) > 25:
        yield f"{len(choices)} choices"
    for choice in choices:
        for part in ("name", "value"):
            if not 1 <= len(choice[part].encode("utf-16-le")) // 2 <= 100:
                yield f"a choice's {part} of {len(choice[part])}: {choice[part]!r}"


def _of_command(command: dict[str, Any]) -> Iterator[str]:
    if _weight(command) > 8000:
        yield "more than 8,000 characters"
    for one in _all(command):
        slash = command.get("type", 1) == 1
        if slash and (one["name"] != one["name"].lower() or not NAME.fullmatch(one["name"])):
            yield f"the name {one['name']!r}"
        for localised in (one.get("name_localizations") or {}).values() if slash else ():
            if localised != localised.lower() or not NAME.fullmatch(localised):
                yield f"the name {localised!r}"
        if slash and not 1 <= len(one.get("description", "")) <= 100:
            yield f"the description of {one['name']}"
        options = one.get("options", [])
        names = [option["name"] for option in options]
        if len(options) > 25 or len(set(names)) < len(names):
            yield f"the options of {one['name']}"
        required = [option.get("required", False) for option in options]
        if required != sorted(required, reverse=True):
            yield f"required options after optional ones in {one['name']}"


def _all(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield command
    for option in command.get("options", []):
        yield from _all(option)


def _weight(command: dict[str, Any]) -> int:
    """Discord counts names, descriptions and values of the longest localisation."""
    own = 0
    for part in ("name", "description"):
        texts = [command.get(part, ""), *(command.get(f"{part}_localizations") or {}).values()]
        own += max(map(len, texts))
    return own + sum(map(_weight, command.get("options", [])))
