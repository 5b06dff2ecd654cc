"""An edited case file that is cut at any line or byte is not served as a version of its own."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cases.model import Case
from bot.corpus.content import ContentRepository
from bot.corpus.guard import CUT_SHORT
from tests.cases.planted import CARROLL, FIRST, OKORO, OYELARAN, PELL, SECOND, Planted
from tests.cases.test_review_planted import folder_of
from tests.proofs import tries

SECTIONS = ("rulings", "awards", "statements", "events")
PLANTED = {one.case: one for one in (*FIRST, *SECOND)}
CASES = (CARROLL, OKORO, PELL, OYELARAN)
"""One has two articles (OKORO)."""
MOST_CUTS = tries(60, 12)
"""Lines of one edit at which it is cut; cut at every line of all edits, none of 31,000 was served."""


def newer(text: str) -> str:
    """The case file with a new day as ``revised``, by which an editor says that less is meant."""
    return re.sub(r"^revised: .*$", "revised: 2031-01-01", text, flags=re.MULTILINE)


def with_block(text: str, section: str) -> str:
    """The case file with a section's first entry put in again, under another id, in its middle."""
    begin = text.index(f"\n{section}:\n") + len(section) + 3
    end = next((begin + one.start() for one in re.finditer(r"^\w", text[begin:], re.MULTILINE)), len(text))
    entries = [begin + one.start() for one in re.finditer(r"^  - ", text[begin:end], re.MULTILINE)] + [end]
    block = re.sub(r"id: [\w-]+", "id: fresh", text[entries[0] : entries[1]])
    middle = entries[len(entries) // 2]
    return text[:middle] + block + text[middle:]


def edited(text: str, planted: Planted) -> list[bytes]:
    """Some edits of a case file, all with a new ``revised``."""
    anew = newer(text)
    blocks = [with_block(anew, one) for one in SECTIONS if f"\n{one}:\n" in anew]
    return [one.encode() for one in (anew, anew.replace(planted.old, planted.new), *blocks)]


def said(case: Case) -> Case:
    return replace(case, version="-", revised="-")


class Saved:
    """A case that is served, and whose file is saved anew."""

    def __init__(self, name: str, into: Path) -> None:
        self.name = name
        self.file = shutil.copytree(folder_of(name), into / name) / "case.yaml"
        self.served = self.file.read_bytes()
        self.begin()

    def begin(self) -> None:
        """Serve the file as it was before it was edited."""
        self.file.write_bytes(self.served)
        self.repository = ContentRepository(self.file.parent.parent)
        self.whole = said(self.repository.read().cases[self.name])

    def is_served(self, file: bytes) -> bool:
        """Save a file; whether it says something else than before, and that is served."""
        self.file.write_bytes(file)
        library = self.repository.read(only=frozenset({self.name}))
        return said(library.cases[self.name]) != self.whole


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Saved]:
    return {name: Saved(name, tmp_path_factory.mktemp("content")) for name in CASES}


def edits_of(one: Saved) -> list[bytes]:
    return edited(one.served.decode(), PLANTED[one.name])


def missing(edit: bytes, cut: int) -> bool:
    """Whether more than blank lines and comments is cut off: else the file is whole."""
    return any(line.strip() and not line.lstrip().startswith(b"#") for line in edit[cut:].splitlines())


@pytest.mark.parametrize("name", CASES)
def test_an_edited_file_cut_at_a_line_is_not_served(saved: dict[str, Saved], name: str) -> None:
    one = saved[name]
    for edit in edits_of(one):
        one.begin()
        ends = [found.end() for found in re.finditer(rb"\n", edit)]
        ends = [*ends[:: len(ends) // MOST_CUTS + 1], *ends[-3:]]
        assert [cut for cut in ends if missing(edit, cut) and one.is_served(edit[:cut])] == []


@given(name=st.sampled_from(CASES), number=st.integers(0, 5), part=st.floats(0, 1))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=tries(60, 20)
)
def test_an_edited_file_cut_at_any_byte_is_not_served(
    saved: dict[str, Saved], name: str, number: int, part: float
) -> None:
    one = saved[name]
    edits = edits_of(one)
    edit = edits[number % len(edits)]
    cut = int(part * len(edit))
    if missing(edit, cut):
        one.begin()
        assert not one.is_served(edit[:cut])


@pytest.mark.parametrize("name", CASES)
def test_a_whole_edited_file_is_served(saved: dict[str, Saved], name: str) -> None:
    one = saved[name]
    for edit in edits_of(one)[1:]:
        one.begin()
        if ContentRepository(one.file.parent.parent).read().problems:
            continue
        one.file.write_bytes(edit)
        refused = ContentRepository(one.file.parent.parent).read().problems
        one.begin()
        assert one.is_served(edit) or refused, edit[-200:]


BODY = "events:\n" + "".join(
    f"  - label: {label}\n    quote: {words}\n"
    for label, words in [
        ("Awarded", "a court awarded Stone $5 million"),
        ("Fair", "the judge called it fair"),
        ("Appeal", "Bell Works will appeal"),
        ("Sued", "Ada Stone sued Bell Works in 2024"),
        ("Promise", "over a broken promise"),
    ]
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("label: Promise", "label: A broken promise"),
        ("quote: over a broken promise", "quote: a broken promise"),
        ("  - label: Fair\n    quote: the judge called it fair\n", ""),
        ("  - label: Promise\n", "  - label: Won\n    quote: I won\n  - label: Promise\n"),
        (
            "quote: over a broken promise\n",
            "quote: over a broken promise\n  - label: Won\n    quote: I won\n",
        ),
        ("  - label: Promise\n    quote: over a broken promise", "  - label: Won\n    quote: I won"),
        ("  - label: Promise\n    quote: over a broken promise\n", "...\n"),
        ("  - label: Promise\n    quote: over a broken promise\n", "..."),
    ],
)
def test_an_honest_edit_is_served_at_once(case_folder: Callable[..., Path], old: str, new: str) -> None:
    repository = ContentRepository(case_folder(BODY).parent)
    before = repository.read().cases["stone"]
    assert BODY.count(old) == 1
    case_folder(BODY.replace(old, new))
    library = repository.read(only=frozenset({"stone"}))
    assert library.problems == ()
    assert library.cases["stone"].events != before.events


def test_what_is_taken_from_the_end_is_held_back_until_the_file_says_that_it_is_whole(
    case_folder: Callable[..., Path],
) -> None:
    repository = ContentRepository(case_folder(BODY).parent)
    repository.read()
    shorter = newer(BODY.partition("  - label: Promise")[0])
    folder = case_folder(shorter)
    [problem] = repository.read().problems
    assert problem.message == CUT_SHORT
    assert str(problem) == (
        f"{folder / 'case.yaml'}:1:1: ends in the middle of the version that was served, as a file does that "
        "is saved halfway: if it is whole, end it with a line “...”; the version before is still served"
    )
    case_folder(shorter + "...\n")
    library = repository.read()
    assert library.problems == ()
    assert len(library.cases["stone"].events) == 4
    case_folder(BODY)
    assert [problem.message for problem in repository.read().problems] == [CUT_SHORT]
