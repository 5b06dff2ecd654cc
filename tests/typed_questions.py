"""Reads the typed questions: what the invented cases' files say, asked in two spellings of chat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LISTED = Path(__file__).parent / "qa/typed_questions.txt"
FOLDERS = tuple(Path(__file__).parent / name for name in ("cases_over_time", "cases_invented"))


@dataclass(frozen=True)
class Typed:
    """A question as it is typed, and the words of which some answer it; none where nothing does."""

    case: str
    as_of: str
    question: str
    kind: str
    words: tuple[str, ...]
    is_earlier: bool
    """Whether what answers it may be shown as earlier."""

    def is_in(self, shown: list[str]) -> bool:
        """Whether one of the first two passages has the words."""
        return any(
            words in one.replace("\N{NO-BREAK SPACE}", " ") for words in self.words for one in shown[:2]
        )


def typed_questions() -> Iterator[Typed]:
    """Each question in each of its spellings."""
    names: dict[str, str] = {}
    kind = ""
    for line in filter(None, LISTED.read_text(encoding="utf-8").splitlines()):
        if line.startswith("# "):
            kind = line.removeprefix("# ")
        elif "|" not in line:
            short, _, names[short] = line.partition("=")
        else:
            case, day, ways, words = (one.strip() for one in line.split("|"))
            answers = tuple(filter(None, (one.strip().removeprefix("~") for one in words.split(" ; "))))
            for way in ways.split(" / "):
                yield Typed(names[case], day, way.strip(), kind, answers, words.startswith("~"))


def folder_of(case: str) -> Path:
    """The folder of a case."""
    return next(folder / case for folder in FOLDERS if (folder / case).is_dir())
