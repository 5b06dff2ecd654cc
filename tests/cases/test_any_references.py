"""Whatever references a case file has, it is refused where they cannot be, and else every chain ends."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.document import read_document
from bot.cases.model import Case
from bot.cases.parsing import build_case
from bot.cases.problems import CaseFileError, Problem
from bot.cases.succession import accounts, current, newest, successors
from bot.cases.validation import SourceFile

ROOT = Path(__file__).parents[1]
DAYS = ("2024-09-18", "2025-02-11", "2025-02-11")
NAMES = ("a", "b", "c", "d")
NOBODY = "nobody"
"""An id that no entry has."""
MOST_CUTS = 120
"""At how many lines a file is cut at most."""


class Amount(NamedTuple):
    """An award of one of the articles, and the others that it names."""

    source: int
    supersedes: tuple[str, ...]
    how: str
    contradicts: tuple[str, ...]
    same_as: str | None
    part_of: str | None


@st.composite
def amounts(draw: st.DrawFn) -> Mapping[str, Amount]:
    """Up to four awards, by their ids, of which each names few others: about half of the files are right."""
    names = NAMES[: draw(st.integers(1, 4))]
    few = (
        st.just(()) | st.just(()) | st.lists(st.sampled_from((*names, *names, NOBODY)), max_size=2).map(tuple)
    )
    one = st.none() | st.none() | st.sampled_from((*names, *names, NOBODY))
    amount = st.builds(
        Amount, st.integers(0, 2), few, st.sampled_from(["", "corrects", "reverses"]), few, one, one
    )
    return {name: draw(amount) for name in names}


def text_of(source: int) -> str:
    return "".join(f"In report {source} the sum {name} was £5. " for name in NAMES) + "\n"


def case_file(listed: Mapping[str, Amount]) -> str:
    lines = ["title: A v. B", "revised: 2025-03-02", "sources:"]
    for at, day in enumerate(DAYS):
        digest = hashlib.sha256(text_of(at).encode()).hexdigest()
        lines.append(f"  - {{id: s{at}, file: sources/{at}.txt, sha256: {digest}, date_published: {day}}}")
    lines.append("awards:")
    for name, one in listed.items():
        fields = [
            f"id: {name}, kind: awarded, quote: 'In report {one.source} the sum {name} was £5.'",
            "amount: {value: 5, currency: GBP, raw: £5}",
            f"supersedes: [{', '.join(one.supersedes)}], contradicts: [{', '.join(one.contradicts)}]",
            *([f"how: {one.how}"] if one.how and one.supersedes else []),
            *([f"same_as: {one.same_as}"] if one.same_as else []),
            *([f"part_of: {one.part_of}"] if one.part_of else []),
        ]
        lines.append(f"  - {{{', '.join(fields)}}}")
    return "\n".join(lines) + "\n"


def read(text: str, files: Mapping[str, bytes]) -> Case | tuple[Problem, ...]:
    """The case of a case file and its articles, by their paths, or the mistakes in it."""
    document = read_document(text.encode(), "case.yaml")
    contents = {name: SourceFile(raw, raw.decode()) for name, raw in files.items()}
    try:
        return build_case("a-v-b", document, contents, "case.yaml")
    except CaseFileError as error:
        return error.problems


REPORTS = {f"sources/{at}.txt": text_of(at).encode() for at in range(len(DAYS))}


def has_circle(edges: set[tuple[str, str]]) -> bool:
    """Whether following some edges leads back to where one began."""
    while True:
        further = edges | {(one, last) for one, middle in edges for other, last in edges if middle == other}
        if further == edges:
            return any(one == other for one, other in edges)
        edges = further


def cannot_be(listed: Mapping[str, Amount]) -> bool:
    """Whether some references cannot be, found by going through all pairs of them."""
    replaced = [(name, old) for name, one in listed.items() for old in one.supersedes]
    repeats = {(name, one.same_as) for name, one in listed.items() if one.same_as}
    parts = {(name, one.part_of) for name, one in listed.items() if one.part_of}
    disputes = {(name, other) for name, one in listed.items() for other in one.contradicts}
    if any(other == NOBODY for _, other in (*replaced, *repeats, *parts, *disputes)):
        return True
    group = {name: frozenset({name}) for name in listed}
    for one, other in repeats:
        joined = group[one] | group[other]
        group |= dict.fromkeys(joined, joined)
    first = {name: min(group[name]) for name in listed}
    settled = {*replaced, *((old, name) for name, old in replaced)}
    return (
        has_circle(repeats)
        or has_circle({(first[one], first[other]) for one, other in parts})
        # Superseding what one repeats is a circle of one group.
        or has_circle({(first[one], first[other]) for one, other in replaced})
        or len({old for _, old in replaced}) < len(replaced)
        or any(is_backward(listed[name], listed[old]) for name, old in replaced)
        or any(one == other or (one, other) in settled for one, other in disputes)
        or has_circle({(name, newer) for name in listed if (newer := newer_than(name, listed, group))})
    )


def newer_than(name: str, listed: Mapping[str, Amount], group: Mapping[str, frozenset[str]]) -> str:
    """What superseded an amount or one that it repeats, or else ended one that either is a part of."""
    if direct := superseding(name, listed, group):
        return direct
    for part in (name, listed[name].same_as):
        waiting, seen = [part and listed[part].part_of], set[str]()
        while waiting:
            whole = waiting.pop()
            if whole and whole not in seen:
                seen.add(whole)
                newer = superseding(whole, listed, group)
                if newer and listed[newer].how == "reverses":
                    return newer
                waiting += [listed[whole].part_of, newer]
    return ""


def superseding(name: str, listed: Mapping[str, Amount], group: Mapping[str, frozenset[str]]) -> str:
    """What superseded an amount, or else the first of those that it repeats; empty where nothing did."""
    for old in (name, *(one for one in listed if one in group[name])):
        for newer, one in listed.items():
            if old in one.supersedes:
                return newer
    return ""


def is_backward(new: Amount, old: Amount) -> bool:
    return DAYS[new.source] < DAYS[old.source] and new.how != "corrects"


@given(amounts())
def test_references_are_refused_if_and_only_if_they_cannot_be(listed: Mapping[str, Amount]) -> None:
    case = read(case_file(listed), REPORTS)
    assert isinstance(case, Case) is not cannot_be(listed), (case_file(listed), case)
    if not isinstance(case, Case):
        assert all(problem.place.line > len(DAYS) + 3 for problem in case)
        return
    standing = current(case, case.awards)
    assert all(newest(case, one) in standing for one in case.awards)
    assert sum(map(len, accounts(case.awards))) == len(listed)
    assert {old for one in listed.values() for old in one.supersedes} <= set(successors(case))


@given(st.lists(st.lists(st.sampled_from(NAMES), max_size=2), min_size=4, max_size=4))
def test_parties_act_for_others_in_no_circle(acting: list[list[str]]) -> None:
    edges = {(name, other) for name, others in zip(NAMES, acting, strict=True) for other in others}
    parties = "".join(
        f"  - {{id: {name}, name: N, kind: unnamed, described_as: 'In report 0 the sum {name} was £5.', "
        f"roles: [{', '.join(f'{{role: counsel, acts_for: {other}}}' for other in others)}]}}\n"
        for name, others in zip(NAMES, acting, strict=True)
    )
    case = read(case_file({}).replace("awards:\n", f"parties:\n{parties}"), REPORTS)
    assert isinstance(case, Case) is not has_circle(edges)


@pytest.mark.parametrize("name", ["marchbank-v-quillon", "osk-v-brine"])
def test_a_file_that_is_cut_at_any_line_is_read_or_refused_with_sentences(name: str) -> None:
    folder = ROOT / "cases_over_time" / name
    lines = (folder / "case.yaml").read_text("utf-8").splitlines(keepends=True)
    files = {f"sources/{one.name}": one.read_bytes() for one in (folder / "sources").iterdir()}
    for cut in range(0, len(lines), len(lines) // MOST_CUTS + 1):
        case = read("".join(lines[:cut]), files)
        if isinstance(case, Case):
            assert len(case.sources) <= len(files)
        else:
            assert case
            assert all(one.message and 1 <= one.place.line <= cut + 1 for one in case)


HEAD = f"""\
title: A v. B
revised: 2025-03-02
sources:
  - id: s0
    file: sources/0.txt
    sha256: {hashlib.sha256(REPORTS["sources/0.txt"]).hexdigest()}
    date_published: 2024-09-18
  - id: s1
    file: sources/1.txt
    sha256: {hashlib.sha256(REPORTS["sources/1.txt"]).hexdigest()}
    date_published: 2025-02-11
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "sources/1.txt",
            "sources/0.txt",
            "the file “sources/0.txt” is that of “s0” already: list an article once",
        ),
        ("id: s1", "id: s0", "the id “s0” is already taken in line 4"),
        (
            "date_published: 2024-09-18",
            "date_published: 2024-09-18\n    edition_of: s1",
            "an edition of 2024-09-18 cannot take the place of one of 2025-02-11",
        ),
        ("id: s1", "id: s1\n    edition_of: s2", "there is no source “s2”; known: s0, s1"),
        (
            "id: s1",
            "id: s1\n    publisher: The Gazette",
            (
                "“The Gazette” does not stand in this article; where the page gave it, "
                "list the field in “from_page”"
            ),
        ),
        (
            "date_published: 2025-02-11",
            "date_published: 2025-02-11\n    date_modified: 2025-02-10",
            "an article of 2025-02-11 cannot have been modified on 2025-02-10, before it",
        ),
    ],
)
def test_sources_that_contradict_each_other_or_themselves_are_refused(
    old: str, new: str, sentence: str
) -> None:
    assert isinstance(read(HEAD, REPORTS), Case)
    assert HEAD.count(old) == 1
    problems = read(HEAD.replace(old, new), REPORTS)
    assert not isinstance(problems, Case)
    assert sentence in [one.message for one in problems]
