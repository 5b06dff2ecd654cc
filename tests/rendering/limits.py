"""The platforms' limits as their documentation states them, checked without the renderers' own table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Component = Mapping[str, Any]


def units(text: str) -> int:
    """UTF-16 units, the strictest way in which a platform may count."""
    return len(text.encode("utf-16-le")) // 2


def _all(components: list[Component]) -> Iterator[Component]:
    for component in components:
        yield component
        yield from _all(component.get("components", []))


def assert_discord_takes(payload: Mapping[str, Any]) -> None:
    """Components V2: https://docs.discord.com/developers/components/reference."""
    assert payload["flags"] == 32768
    assert payload["allowed_mentions"] == {"parse": []}
    everything = list(_all(payload["components"]))
    assert 1 <= len(everything) <= 40
    texts = [component["content"] for component in everything if component["type"] == 10]
    assert all(text.strip() for text in texts)
    assert sum(map(units, texts)) <= 4000
    identifiers = [component["custom_id"] for component in everything if "custom_id" in component]
    assert len(set(identifiers)) == len(identifiers)
    assert all(1 <= units(identifier) <= 100 for identifier in identifiers)
    for component in everything:
        _assert_discord_component(component)


def _assert_discord_component(component: Component) -> None:
    kind = component["type"]
    if kind == 17:
        assert component["components"]
        assert all(inner["type"] in {10, 14} for inner in component["components"])
    elif kind == 1:
        kinds = [inner["type"] for inner in component["components"]]
        assert kinds == [3] or (set(kinds) == {2} and len(kinds) <= 5)
    elif kind == 2:
        assert 1 <= units(component["label"]) <= 80
        assert component["label"].strip()
    elif kind == 3:
        assert 1 <= len(component["options"]) <= 25
        assert units(component["placeholder"]) <= 150
        values = [option["value"] for option in component["options"]]
        assert len(set(values)) == len(values)
        for option in component["options"]:
            assert option["label"].strip()
            assert all(1 <= units(option[name]) <= 100 for name in ("label", "value", "description"))
    else:
        assert kind in {10, 14}


def assert_slack_takes(payload: Mapping[str, Any]) -> None:
    """Block Kit: https://docs.slack.dev/reference/block-kit/blocks."""
    assert 1 <= len(payload["blocks"]) <= 50
    assert 1 <= units(payload["text"]) <= 4000
    assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", payload["text"])
    assert "mrkdwn" not in str([_kinds(block) for block in payload["blocks"]])
    for block in payload["blocks"]:
        _assert_slack_block(block)


def _kinds(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value.get("type"), *map(_kinds, value.values())]
    return [_kinds(one) for one in value] if isinstance(value, list) else []


def _assert_slack_block(block: Component) -> None:
    if block["type"] == "header":
        assert 1 <= units(block["text"]["text"]) <= 150
    elif block["type"] == "rich_text":
        assert block["elements"]
        for element in block["elements"]:
            assert element["type"] in {"rich_text_section", "rich_text_quote"}
            assert element["elements"]
            for part in element["elements"]:
                assert part["type"] in {"text", "link"} or element["type"] == "rich_text_section"
                assert part["type"] in {"text", "link", "date"}
                assert 1 <= units(part.get("text") or part["fallback"]) <= 3000
    else:
        assert block["type"] == "actions"
        assert 1 <= len(block["elements"]) <= 25
        identifiers = [element["action_id"] for element in block["elements"]]
        assert len(set(identifiers)) == len(identifiers)
        for element in block["elements"]:
            _assert_slack_element(element)


def _assert_slack_element(element: Component) -> None:
    if element["type"] == "button":
        assert 1 <= units(element["text"]["text"]) <= 75
        assert 1 <= units(element["value"]) <= 2000
        return
    assert element["type"] == "static_select"
    assert 1 <= units(element["placeholder"]["text"]) <= 150
    assert 1 <= len(element["options"]) <= 100
    values = [option["value"] for option in element["options"]]
    assert len(set(values)) == len(values)
    for option in element["options"]:
        assert option["text"]["text"].strip()
        assert units(option["text"]["text"]) <= 75
        assert units(option["value"]) <= 150
