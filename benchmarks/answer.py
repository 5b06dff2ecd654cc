"""From a typed command to proven payloads, per command and platform, beside the same payload as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from _measure import ROOT, p50, p99, table, timed

from bot.answers.answer import Answer
from bot.answers.grammar import parse
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.rendering.render import Presentation, to_discord, to_html, to_slack, to_text
from bot.search.archive import Archive

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
Renderer = Callable[[Answer, Presentation], object]
RENDERERS: dict[str, Renderer] = {
    "text": to_text,
    "Discord": to_discord,
    "Slack": to_slack,
    "HTML": to_html,
}


def main() -> None:
    """Every command on every platform."""
    archive = open_archive(ContentRepository(Path(ROOT / "content")).read(), None)
    columns = [f"{name} p50/p99 ms" for name in RENDERERS]
    table(
        ("command", "answer alone p50 ms", *columns, "Discord payload as JSON (baseline) p50 ms"),
        _rows(archive),
    )


def _rows(archive: Archive) -> Iterable[tuple[str, ...]]:
    presentation = Presentation(public_url="https://cases.example.org")
    for command in COMMANDS:
        query = parse(command)
        alone = timed(partial(respond, archive, query), RUNS)
        cells = [
            timed(partial(_shown, archive, query, render, presentation), RUNS)
            for render in RENDERERS.values()
        ]
        bare = timed(partial(json.dumps, to_discord(respond(archive, query), presentation)), RUNS)
        yield (
            f"`{command}`",
            _ms(p50(alone)),
            *(f"{_ms(p50(runs))} / {_ms(p99(runs))}" for runs in cells),
            _ms(p50(bare)),
        )


def _shown(archive: Archive, query: Query, render: Renderer, presentation: Presentation) -> object:
    return render(respond(archive, query), presentation)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}"


if __name__ == "__main__":
    main()
