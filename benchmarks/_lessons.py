"""Checks articles written as lessons for /ask, and packs them by article into taught, tuned and blind files.

A writer's file has a head line, numbered sentences, and questions that name the sentences which answer:

    = id | language | outlet | country | area of law | manner | main parties' surnames, by commas
    # title
    1 A sentence.
    2 The next one of the same paragraph; a blank line ends the paragraph, “## ” begins a heading.
    ? en
    w 1,2 who sued?          a type's letter, the sentences of which each answers, the question
    - who paid the lawyers   a question that the article does not answer
    !t no month | which month was the hearing     a near miss: its type, what is missing, the question
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.search.sentences import sentences

FOLDER = Path(__file__).parent / "lessons"
PARTS = {"blind": 0.22, "tuned": 0.4, "taught": 1.0}
"""Where each part's share of the hashes of ids ends."""
SALT = "lessons-5987:"
"""Precedes an article's id when its part is drawn; it was fixed before the first article was written."""
TYPES = {
    "w": "who",
    "t": "when",
    "m": "how_much",
    "c": "court",
    "s": "status",
    "a": "appeal",
    "q": "statement",
    "r": "reason",
    "o": "other",
}
LANGUAGES = ("en", "de", "es")
LEAST_SENTENCES, LEAST_QUESTIONS, LEAST_ANSWERABLE, LEAST_UNANSWERABLE = 40, 50, 35, 15
SHINGLE, MOST_SHARED = 6, 0.01
"""How many words are compared at once, and the greatest share of them that another article may have too."""
SENTENCE = re.compile(r"(?P<number>\d+) (?P<text>\S.*)")
ANSWERED = re.compile(rf"(?P<type>[{''.join(TYPES)}]) (?P<at>[\d,]+) (?P<question>\S.*)")
UNANSWERED = re.compile(r"- (?P<question>\S.*)")
NEAR_MISS = re.compile(rf"!(?P<type>[{''.join(TYPES)}]) (?P<missing>[^|]*\S) *\| *(?P<question>\S.*)")

Article = dict[str, Any]


def part_of(article_id: str) -> str:
    """The part that an article belongs to, drawn from the hash of its id alone."""
    digest = hashlib.sha256(f"{SALT}{article_id}".encode()).digest()
    drawn = int.from_bytes(digest[:4], "big") / 2**32
    return next(part for part, end in PARTS.items() if drawn < end)


def read_written(written: str) -> Article:
    """The article of a writer's file; raises ValueError with the line that has no meaning."""
    lines = [line.strip() for line in written.strip().splitlines()]
    heads = [one.strip() for one in lines[0].removeprefix("=").split("|")]
    article_id, language, outlet, country, area, manner, parties = heads
    body_end = next(at for at, line in enumerate(lines) if line.startswith("? "))
    text, exact = _body(lines[2:body_end])
    return {
        "id": article_id,
        "language": language,
        "outlet": outlet,
        "country": country,
        "area": area,
        "manner": manner,
        "parties": [one.strip() for one in parties.split(",")],
        "title": lines[1].removeprefix("# "),
        "text": text,
        "questions": list(_questions(lines[body_end:], text, exact)),
    }


def _body(lines: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text, and where each numbered sentence starts and ends in it."""
    text = ""
    exact: list[tuple[int, int]] = []
    for line in lines:
        if not line:
            text = text.rstrip() + "\n\n"
        elif line.startswith("## "):
            text = text.rstrip() + f"\n\n{line.removeprefix('## ')}\n\n"
        else:
            sentence = SENTENCE.fullmatch(line)
            if sentence is None or int(sentence["number"]) != len(exact) + 1:
                raise ValueError(line)
            exact.append((len(text), len(text) + len(sentence["text"])))
            text += sentence["text"] + " "
    gap = len(text) - len(text.lstrip())
    return text.strip(), [(start - gap, end - gap) for start, end in exact]


def _questions(lines: Iterable[str], text: str, exact: Sequence[tuple[int, int]]) -> Iterator[Article]:
    language = ""
    for line in lines:
        if line.startswith("? "):
            language = line.removeprefix("? ")
        elif found := ANSWERED.fullmatch(line):
            at = [int(one) - 1 for one in found["at"].split(",")]
            if not all(0 <= one < len(exact) for one in at):
                raise ValueError(line)
            evidence = [_quoted(text, *exact[one]) for one in at]
            yield _question(found["question"], language, TYPES[found["type"]], evidence)
        elif found := NEAR_MISS.fullmatch(line):
            asked = _question(found["question"], language, TYPES[found["type"]], [])
            yield {**asked, "missing": found["missing"]}
        elif found := UNANSWERED.fullmatch(line):
            yield _question(found["question"], language, "other", [])
        elif line:
            raise ValueError(line)


def _question(question: str, language: str, kind: str, evidence: Sequence[Article]) -> Article:
    return {"question": question, "language": language, "type": kind, "evidence": list(evidence)}


def _quoted(text: str, start: int, end: int) -> Article:
    """A stretch of the text as its words and which of their occurrences is meant, from 1."""
    exact = text[start:end]
    return {"exact": exact, "occurrence": text.count(exact, 0, start) + 1}


def span_of(text: str, evidence: Mapping[str, Any]) -> tuple[int, int]:
    """Where an evidence's words start and end in the text; raises ValueError where they do not stand."""
    start = -1
    for _ in range(evidence["occurrence"]):
        start = text.index(evidence["exact"], start + 1)
    return start, start + len(evidence["exact"])


def faults_of(article: Article) -> Iterator[str]:
    """What is wrong with one article, each fault in a few words."""
    text, asked = article["text"], article["questions"]
    long = sum(text[end - 1] in ".!?…\"'”’»)“" for _, end in sentences(text))
    if long < LEAST_SENTENCES:
        yield f"{long} sentences, not {LEAST_SENTENCES}"
    for language in {article["language"], *(one["language"] for one in asked)}:
        if language not in LANGUAGES:
            yield f"language {language}"
    of_language = [one for one in asked if one["language"] == article["language"]]
    answerable = sum(bool(one["evidence"]) for one in of_language)
    missing = sum("missing" in one for one in of_language)
    unanswerable = len(of_language) - answerable
    least = {
        "questions": (len(of_language), LEAST_QUESTIONS),
        "answerable": (answerable, LEAST_ANSWERABLE),
        "unanswerable": (unanswerable, LEAST_UNANSWERABLE),
        "near misses": (2 * missing, unanswerable),
    }
    yield from (
        f"{number} {what}, not {wanted}" for what, (number, wanted) in least.items() if number < wanted
    )
    twice = [one for one, times in Counter(_plain(one["question"]) for one in asked).items() if times > 1]
    yield from (f"asked twice: {one}" for one in twice)
    for one in asked:
        for evidence in one["evidence"]:
            if text[slice(*span_of(text, evidence))] != evidence["exact"]:
                yield f"evidence of {one['question']}"


def faults_between(articles: Sequence[Article]) -> Iterator[str]:
    """What articles have in common though they must not: main parties' surnames, and wording."""
    names = Counter(name for one in articles for name in sorted(set(one["parties"])))
    yield from (f"party of {times} articles: {name}" for name, times in names.items() if times > 1)
    ids = Counter(one["id"] for one in articles)
    yield from (f"id of {times} articles: {name}" for name, times in ids.items() if times > 1)
    shingles = {one["id"]: _shingles(one["text"]) for one in articles}
    holders = Counter(shingle for own in shingles.values() for shingle in own)
    for name, own in shingles.items():
        shared = sorted(" ".join(one) for one in own if holders[one] > 1)
        if len(shared) > MOST_SHARED * len(own):
            yield f"{name} shares {len(shared)} of {len(own)}: {'; '.join(shared[:8])}"


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _plain(text).split()
    return set(zip(*(words[at:] for at in range(SHINGLE)), strict=False))


def _plain(text: str) -> str:
    """The words of a text in small letters, without accents or marks."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(one for one in bare if not unicodedata.combining(one))))


def load(part: str) -> list[Article]:
    """The articles of a part, “taught”, “tuned” or “blind”, in the order of their ids."""
    lines = lzma.decompress((FOLDER / f"{part}.jsonl.xz").read_bytes()).decode().splitlines()
    return [json.loads(line) for line in lines]


def pack(articles: Sequence[Article], folder: Path = FOLDER) -> None:
    """Write articles into the compressed file of the part of each."""
    for part in PARTS:
        own = sorted((one for one in articles if part_of(one["id"]) == part), key=lambda one: one["id"])
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in own)
        (folder / f"{part}.jsonl.xz").write_bytes(lzma.compress(lines.encode()))


def figures(articles: Sequence[Article]) -> str:
    """How many articles, sentences and questions there are, and the shares that answers have."""
    asked = [one for article in articles for one in article["questions"]]
    answerable = sum(bool(one["evidence"]) for one in asked)
    near = sum("missing" in one for one in asked)
    length = sum(len(list(sentences(one["text"]))) for one in articles) / max(len(articles), 1)
    words = sum(len(one["text"].split()) for one in articles) / max(len(articles), 1)
    return (
        f"{len(articles)} articles of {length:.1f} sentences and {words:.0f} words, {len(asked)} questions: "
        f"{answerable} answerable, {len(asked) - answerable} not, of which {near} near misses"
    )


def agreement(
    readings: Iterable[tuple[Sequence[tuple[int, int]], Sequence[tuple[int, int]]]],
) -> tuple[int, int, int]:
    """Of pairs of evidence by a writer and a reader: both or neither answer, overlaps, both answer."""
    pairs = list(readings)
    both = [pair for pair in pairs if all(pair)]
    alike = sum(bool(writer) == bool(reader) for writer, reader in pairs)
    overlapping = sum(
        any(start < last and first < end for start, end in writer for first, last in reader)
        for writer, reader in both
    )
    return alike, overlapping, len(both)


def main() -> None:
    """Check every article of a folder, print its faults, and pack what has none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder of writers' files, *.txt")
    given = parser.parse_args()
    articles = []
    for path in sorted(given.folder.rglob("*.txt")):
        try:
            articles.append(read_written(path.read_text(encoding="utf-8")))
        except (ValueError, StopIteration) as wrong:
            print(f"{path}: {wrong}")
    faulty = {one["id"]: list(faults_of(one)) for one in articles}
    for name, faults in faulty.items():
        for fault in faults:
            print(f"{name}: {fault}")
    print(*faults_between(articles), sep="\n")
    pack([one for one in articles if not faulty[one["id"]]])
    print(figures(articles))


if __name__ == "__main__":
    main()
