from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, meta

from bot.cases.model import ENTRIES, Case
from bot.cases.parsing import case_file_schema
from bot.cases.problems import CaseFileError, Position, Problem
from bot.cases.spans import selectors_of
from bot.corpus.loader import load_case
from tests.proofs import tries

SHAPES = """\
content_note: >-
  Some words
  hurt.
parties:
  - {id: stone, name: Ada Stone, kind: person, aliases: [Stone], roles: [plaintiff], described_as: Ada Stone}
  - id: bell
    name: Bell Works
    kind: organization
    described_as: {exact: Bell Works, suffix: ' in 2024'}
  - {id: court, name: The court, kind: unnamed, described_as: a court}
lawsuits:
  - id: suit
    label: The suit
    plaintiffs: [stone]
    defendants: [bell]
    court: court
    cause: [a broken promise]
    quote: Ada Stone sued Bell Works in 2024
    date_filed: {edtf: "2024", raw: in 2024, certainty: stated}
    status: {value: verdict, quote: [a court awarded Stone], date: null}
awards:
  - kind: awarded
    amount: {value: 5000000, currency: USD, raw: $5 million}
    quote: [{exact: awarded Stone $5 million, role: supports}]
    to: stone
    against: bell
    lawsuit: suit
statements:
  - speaker: stone
    quote_type: direct
    cue: Stone said.
    quote: ['I won,', They lied to me]
"""


def test_a_case_may_have_many_shapes(case_of: Callable[..., Case]) -> None:
    case = case_of(SHAPES)
    assert case.id == "stone"
    assert case.content_note == "Some words hurt."
    assert case.awards[0].amount
    assert case.awards[0].amount.value == Decimal(5_000_000)
    assert case.lawsuits[0].current_status
    assert case.lawsuits[0].current_status.date is None
    assert [selector.exact for selector in case.statements[0].spoken] == ["I won,", "They lied to me"]
    assert case.as_of == "2025-06-01"
    assert all(selector.proves(case.source_by_id[selector.source].text) for selector in selectors_of(case))
    assert len({selector.span for selector in selectors_of(case)}) == 9


def test_several_lawsuits_and_currencies_stand_in_one_case(case_of: Callable[..., Case]) -> None:
    text = "He sought €2,5 Millionen first. Then ¥900 billion. A third claim for £1,250.50 failed."
    suits = "".join(
        f"  - {{id: s{number}, label: Suit {number}, quote: {{exact: '{words}'}}}}\n"
        for number, words in enumerate(["He sought", "Then", "A third claim"])
    )
    awards = "".join(
        f"  - {{kind: sought, lawsuit: s{number}, quote: '{raw}', "
        f"amount: {{value: {value}, currency: {currency}, raw: '{raw}'}}}}\n"
        for number, (raw, value, currency) in enumerate(
            [
                ("€2,5 Millionen", 2500000, "EUR"),
                ("¥900 billion", 900000000000, "JPY"),
                ("£1,250.50", "1250.50", "GBP"),
            ]
        )
    )
    case = case_of(f"lawsuits:\n{suits}awards:\n{awards}", {"a.txt": text})
    assert [(award.amount.value, award.amount.currency) for award in case.awards if award.amount] == [
        (Decimal(2_500_000), "EUR"),
        (Decimal(900_000_000_000), "JPY"),
        (Decimal("1250.50"), "GBP"),
    ]


def test_a_case_may_hold_no_lawsuit_at_all(case_of: Callable[..., Case]) -> None:
    assert not any(getattr(case_of(""), section) for section in ENTRIES if section != "sources")


HEAD_OF_A_SOURCE = """\
title: A
revised: 2026-01-02
sources:
  - id: article
    file: sources/a.txt
    sha256: SHA(a.txt)
    date_published: 2025-06-01
"""


def test_a_source_has_what_its_article_gives(
    case_of: Callable[..., Case], mistakes_in: Callable[..., list[str]]
) -> None:
    text = "The Daily Bell. A verdict. By Ada Stone"
    head = HEAD_OF_A_SOURCE
    source = (
        "    url: https://bell.example/1?a=(b)\n    headline: A verdict\n"
        "    publisher: The Daily Bell\n    author: [Ada Stone]\n"
    )
    found = case_of(source, {"a.txt": text}, head=head).sources[0]
    assert (found.url, found.headline) == ("https://bell.example/1?a=(b)", "A verdict")
    assert (found.publisher, found.author) == ("The Daily Bell", ("Ada Stone",))
    wrong = source.replace("https://bell.example/1?a=(b)", "javascript:alert(1)").replace(
        "[Ada Stone]", "[Bob Stone]"
    )
    assert mistakes_in(wrong, {"a.txt": text}, head=head) == [
        "8:10: “javascript:alert(1)” is not a web address",
        (
            "11:13: “Bob Stone” does not stand in this article; "
            "where the page gave it, list the field in “from_page”"
        ),
    ]


def test_a_folder_without_a_case_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError) as caught:
        load_case(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'case.yaml'}:1:1: cannot be read: No such file or directory"


def test_a_large_case_file_loads_in_seconds(case_of: Callable[..., Case]) -> None:
    text = "\n".join(f"On day {number} the court heard witness number {number}." for number in range(2000))
    events = "".join(f"  - {{label: Day, quote: 'On day {number} the court'}}\n" for number in range(1000))
    assert len(case_of(f"events:\n{events}", {"a.txt": text}).events) == 1000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore")))
def test_any_bytes_as_a_case_file_are_a_case_or_mistakes(
    case_folder: Callable[..., Path], raw: bytes
) -> None:
    folder = case_folder(raw)
    with pytest.raises(CaseFileError) as caught:
        load_case(folder)
    assert caught.value.problems


SCALARS = st.sampled_from(
    [
        "",
        "a",
        "stone",
        "Ada Stone",
        "a court",
        "Bell Works",
        "2025-06-01",
        "sources/a.txt",
        "article",
        "direct",
        "5",
    ]
)
ABOUT = [
    "id",
    "file",
    "sha256",
    "date_published",
    "name",
    "kind",
    "aliases",
    "label",
    "status",
    "text",
    "date",
]
QUOTED = ["quote", "exact", "prefix", "source", "role", "quoted", "speaker", "quote_type", "asserted_by"]
KEYS = st.sampled_from(
    [*ABOUT, *QUOTED, "lawsuit", "amount", "value", "raw", "currency", "edtf", "certainty"]
)
VALUES = st.recursive(
    SCALARS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=15,
)
ENGLISH_OF_PYDANTIC = ("Input", "argument", "Value error", "Field required", "valid")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=tries(300, 60)
)
@given(
    st.dictionaries(st.sampled_from([*ENTRIES, "title", "revised", "content_note", "id"]), VALUES, max_size=6)
)
def test_any_plain_data_is_a_case_or_mistakes_in_our_own_words(
    case_folder: Callable[..., Path], data: dict[str, object]
) -> None:
    folder = case_folder(yaml.safe_dump(data).encode())
    with pytest.raises(CaseFileError) as caught:
        load_case(folder)
    said = [problem.message for problem in caught.value.problems]
    assert not [sentence for sentence in said if any(word in sentence for word in ENGLISH_OF_PYDANTIC)]


def test_a_mistake_is_one_line_whatever_it_quotes() -> None:
    problem = Problem("a\nb.yaml", Position(1, 2), "“\x1b[31m\n” is not a label")
    assert str(problem) == "a\\nb.yaml:1:2: “\\x1b[31m\\n” is not a label"


def described(schema: dict[str, Any], defs: dict[str, Any]) -> bool:
    """Whether an editor that shows the schema has something to show for a field."""
    parts = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())]
    parts += [defs[schema["$ref"].rpartition("/")[2]]] if "$ref" in schema else []
    return bool(schema.get("description")) or any(described(part, defs) for part in parts)


def test_the_schema_is_valid_and_describes_every_field() -> None:
    schema = case_file_schema()
    meta.validate(schema)
    assert schema["title"] == "Case file"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    kinds = {**schema["$defs"], "Case": schema}
    silent = [
        f"{kind}.{field}"
        for kind, about in kinds.items()
        for field, details in about["properties"].items()
        if not described(details, schema["$defs"])
    ]
    assert silent == []


def as_text(data: object) -> object:
    if isinstance(data, dict):
        return {str(key): as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_text(value) for value in data]
    return data


def test_the_schema_accepts_the_real_case_file_with_every_scalar_as_text(content: Path) -> None:
    files = list(content.glob("*/case.yaml"))
    assert files
    for file in files:
        data = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506  -- makes text only
        Draft202012Validator(case_file_schema()).validate(as_text(data))


@pytest.mark.parametrize(
    ("quote", "good"),
    [
        ("words", True),
        ({"exact": "words", "prefix": "a"}, True),
        (["words", {"exact": "words"}], True),
        ("", False),
        ([], False),
        ({"prefix": "a"}, False),
        ({"exact": "words", "start": "1"}, False),
        ([["words"]], False),
    ],
)
def test_the_schema_takes_a_quotation_as_text_mapping_or_list(quote: object, *, good: bool) -> None:
    source = {"id": "a", "file": "a.txt", "sha256": "0" * 64, "date_published": "2025-01-01"}
    case = {
        "title": "A",
        "revised": "2025-01-01",
        "sources": [source],
        "events": [{"label": "A", "quote": quote}],
    }
    assert Draft202012Validator(case_file_schema()).is_valid(case) is good


@pytest.mark.parametrize("key", ["id", "text", "colour"])
def test_the_schema_refuses_what_the_loader_refuses(key: str) -> None:
    source = {"id": "a", "file": "a.txt", "sha256": "0" * 64, "date_published": "2025-01-01"}
    case = {
        "title": "A",
        "revised": "2025-01-01",
        "sources": [source | ({key: "x"} if key == "text" else {})],
    }
    case |= {key: "x"} if key != "text" else {}
    assert not Draft202012Validator(case_file_schema()).is_valid(case)
