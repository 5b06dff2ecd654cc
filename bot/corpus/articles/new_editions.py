"""Writes a new edition of an article into its case: its text beside the others, its entry after theirs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from bot.authoring.yaml_text import Plain, entry
from bot.cases.editions import newest_edition
from bot.cases.model import Case
from bot.cases.problems import CaseFileError, Problem
from bot.cases.sources import Source
from bot.cases.words import occurs_whole
from bot.corpus.articles.writing import replace_case_file
from bot.corpus.files import CASE_FILE
from bot.corpus.loader import load_case

REVISED = re.compile(r"^(revised:[ \t]*)(\d{4}-\d\d-\d\d)", re.MULTILINE)


class EditionRefused(Exception):
    """Raised where an edition cannot be written, with a sentence for the editor."""


@dataclass(frozen=True)
class ChangedArticle:
    """An article as its page has it from the ISO ``day`` on, and the case and source whose place it takes."""

    case_id: str
    source: str
    text: str
    day: str


def add_edition(content: Path, article: ChangedArticle, today: str) -> tuple[Problem, ...]:
    """Write an edition of a source; where the loader finds mistakes, give them and write nothing.

    ``today`` is the ISO day on which the case is revised. Raises EditionRefused, CaseChanged, OSError.
    """
    folder = content / article.case_id
    raw = (folder / CASE_FILE).read_bytes()
    try:
        case = load_case(folder, raw=raw)
    except CaseFileError as error:
        return error.problems
    if article.source not in case.source_by_id:
        raise EditionRefused(f"The case has no source “{article.source}” any more.")
    before = newest_edition(case, case.source_by_id[article.source])
    name = _new_name(case, before)
    file = f"sources/{article.day}-{name}.txt"
    fields = _fields(before, article, name, file)
    changed = _with_entry(raw.decode("utf-8"), fields, max(today, case.revised))
    written = folder / file
    written.parent.mkdir(exist_ok=True)
    # What a crash has left there is no edition's: no case file names it.
    written.write_bytes(article.text.encode())
    is_taken = False
    try:
        problems = replace_case_file(content, article.case_id, changed, sha256(raw).hexdigest())
        is_taken = not problems
    finally:
        if not is_taken:
            written.unlink(missing_ok=True)
    return problems


def _new_name(case: Case, before: Source) -> str:
    names = (f"{before.id.partition('-edition-')[0]}-edition-{number}" for number in range(2, 1000))
    return next(name for name in names if name not in case.source_by_id)


def _fields(before: Source, article: ChangedArticle, name: str, file: str) -> dict[str, Plain]:
    """The fields of the new entry: what is known of the article, from its page where not in its text."""
    fields: dict[str, Plain] = {
        "id": name,
        "edition_of": before.id,
        "file": file,
        "sha256": sha256(article.text.encode()).hexdigest(),
        "date_published": before.date_published,
        "date_modified": article.day,
        "in_language": before.in_language,
    }
    given = {
        "headline": before.headline and str(before.headline),
        "author": [str(one) for one in before.author],
        "publisher": before.publisher and str(before.publisher),
        "url": before.url,
    }
    fields |= {key: value for key, value in given.items() if value}
    from_page = [one for one in given if one in fields and not _is_in(article.text, fields[one])]
    return {**fields, "from_page": [*from_page, "date_modified"]}


def _is_in(text: str, value: Plain) -> bool:
    return all(occurs_whole(one, text) for one in ([value] if isinstance(value, str) else map(str, value)))


def _with_entry(text: str, fields: dict[str, Plain], revised: str) -> str:
    """A case file with an entry after its last source, all else as it was. Raises EditionRefused."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    listed = next((value for key, value in pairs if key.value == "sources"), None)
    if not isinstance(listed, yaml.SequenceNode) or listed.flow_style or not listed.value:
        raise EditionRefused("The sources of this case stand in one line: write each as an entry of its own.")
    end = _end(listed.value[-1])
    lines = text.splitlines(keepends=True)
    at = end.line + (1 if end.column else 0)
    indent = " " * (listed.start_mark.column)
    added = "".join(f"{indent}{line.removeprefix('  ')}\n" for line in entry(fields))
    before = "".join(lines[:at])
    changed = (before if before.endswith("\n") else f"{before}\n") + added + "".join(lines[at:])
    return REVISED.sub(rf"\g<1>{revised}", changed, count=1)


def _end(node: yaml.Node) -> yaml.Mark:
    """Where a node ends in the file: libyaml ends those in block style where the next one begins."""
    last = list(_last(node))[-1]
    return last.end_mark


def _last(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        inner = node.value[-1]
        yield from _last(inner[1] if isinstance(inner, tuple) else inner)
