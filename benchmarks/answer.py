"""From a typed command to proven payloads, per command and platform, beside the same payload as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from _measure import ROOT, p50, p99, table, timed

from bot.answers.answer import Answer
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.cases.library import Library, Shelf
from bot.rendering.render import Presentation, to_discord, to_html, to_slack, to_text

RUNS = 300
COMMANDS = (
    "/case status",
    "/case damages",
    "/case statements",
    "/case timeline",
    "/case people",
    "/case sources",
    "/case changes",
    "/quote travesty of justice",
    "/quote",
    "/help",
)
RENDERERS: dict[str, Callable[[Answer, Presentation], object]] = {
    "text": to_text,
    "Discord": to_discord,
    "Slack": to_slack,
    "HTML": to_html,
}


def main() -> None:
    """Every command on every platform."""
    library = Shelf(Path(ROOT / "content")).read()
    columns = [f"{name} p50/p99 ms" for name in RENDERERS]
    table(
        ("command", "answer alone p50 ms", *columns, "Discord payload as JSON (baseline) p50 ms"),
        _rows(library),
    )


def _rows(library: Library) -> Iterable[tuple[str, ...]]:
    presentation = Presentation(public_url="https://cases.example.org")
    for command in COMMANDS:
        alone = timed(lambda command=command: respond(library, parse(command)), RUNS)  # type: ignore[misc]
        cells = [
            timed(
                lambda command=command, render=render: render(respond(library, parse(command)), presentation),
                RUNS,
            )  # type: ignore[misc]
            for render in RENDERERS.values()
        ]
        payload = to_discord(respond(library, parse(command)), presentation)
        bare = timed(lambda payload=payload: json.dumps(payload), RUNS)  # type: ignore[misc]
        yield (
            f"`{command}`",
            _ms(p50(alone)),
            *(f"{_ms(p50(runs))} / {_ms(p99(runs))}" for runs in cells),
            _ms(p50(bare)),
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}"


if __name__ == "__main__":
    main()
