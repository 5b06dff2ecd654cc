"""Pictures of quotations: what laying out, proving and drawing one takes, and how many bytes it has."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import starmap
from pathlib import Path

from _measure import ROOT, p50, p99, table

from bot.answers.answer import Quotation
from bot.answers.cite import Cited
from bot.cases.model import Case
from bot.cases.spans import selectors_of_facts
from bot.corpus.content import ContentRepository
from bot.rendering.wording import Wording
from bot.web.drawing import drawn_lines, png_of
from bot.web.text_layer import picture_text, prove_lines

FOLDERS = ("content", "tests/cases_invented", "tests/cases_over_time")


def main() -> None:
    """Every quotation of every case, each once."""
    made = [one for one in starmap(_made, _quotations()) if one]
    total = sum(1 for _ in _quotations())
    laid_out, drawn, sizes = zip(*made, strict=True)
    columns = ("step", "p50 ms", "p99 ms")
    table(columns, [_row("laid out and proven", laid_out), _row("drawn as a PNG", drawn)])
    kilobytes = [size / 1000 for size in sizes]
    print(
        f"\n{len(made)} of {total} quotations have a picture, of {p50(kilobytes):.0f} kB (median), ", end=""
    )
    print(f"{max(kilobytes):.0f} kB at most.")


def _quotations() -> Iterator[tuple[Quotation, Case]]:
    for folder in FOLDERS:
        library = ContentRepository(Path(ROOT / folder)).read()
        for case in library.cases.values():
            recorded = {(one.source, one.id): one for one in selectors_of_facts(case)}
            yield from ((one, case) for one in Cited(library, case).quotations(list(recorded.values())))


def _made(quotation: Quotation, case: Case) -> tuple[float, float, int] | None:
    """Processor seconds of both steps and the bytes of the picture; None for a quotation without one."""
    wording = Wording(shows_ids=False)
    begin = time.process_time()
    lines = drawn_lines(picture_text(quotation, case, wording))
    if not lines:
        return None
    prove_lines(lines, quotation, case, wording)
    laid_out = time.process_time()
    png = png_of(lines)
    return laid_out - begin, time.process_time() - laid_out, len(png)


def _row(name: str, seconds: tuple[float, ...]) -> tuple[str, str, str]:
    return name, f"{p50(seconds) * 1000:.1f}", f"{p99(seconds) * 1000:.1f}"


if __name__ == "__main__":
    main()
