"""How many selectors are verified a second, beside a bare slice and comparison in the same loop."""

from __future__ import annotations

from _measure import ROOT, p50, table, timed

from bot.cases.spans import selectors_of
from bot.corpus.loader import load_case

ROUNDS, RUNS = 2_000, 15


def main() -> None:
    """Verify every selector of the first case, over and over."""
    case = load_case(ROOT / "content/carroll-v-trump")
    pairs = [(selector, case.source_by_id[selector.source].text) for selector in selectors_of(case)] * ROUNDS
    bare = [(selector.start, selector.end, selector.exact, text) for selector, text in pairs]

    def prove() -> bool:
        return all(selector.proves(text) for selector, text in pairs)

    def compare() -> bool:
        return all(text[start:end] == exact for start, end, exact, text in bare)

    rows = [("baseline: slice and compare", compare), ("`Selector.proves`", prove)]
    rates = {name: len(pairs) / p50(timed(work, RUNS)) for name, work in rows}
    first = rates["baseline: slice and compare"]
    table(
        ("verification", "a second (median)", "to the baseline"),
        ((name, f"{rate:,.0f}", f"{rate / first:.2f}×") for name, rate in rates.items()),
    )


if __name__ == "__main__":
    main()
