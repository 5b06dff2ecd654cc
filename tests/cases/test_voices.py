from __future__ import annotations

from collections.abc import Callable

from bot.cases.model import Case
from bot.cases.selectors import make_selector
from bot.cases.voices import voice_of

BODY = """\
parties:
  - {id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}
  - {id: judge, name: The judge, kind: unnamed, described_as: the judge}
statements:
  - {speaker: judge, quote_type: mixed, quote: the judge called it fair, quoted: fair}
  - {speaker: stone, quote_type: direct, quote: ['I won,', 'They lied to me, and they lied again.']}
"""


def voices(case: Case, words: str) -> tuple[str, str | None]:
    text = case.sources[0].text
    voice = voice_of(case, make_selector("article", text, text.index(words), text.index(words) + len(words)))
    return voice.asserted_by, voice.statement.speaker if voice.statement else None


def test_whose_words_they_are_is_told_from_where_they_stand(case_of: Callable[..., Case]) -> None:
    case = case_of(BODY)
    assert voices(case, "I won,") == ("speaker", "stone")
    assert voices(case, "they lied") == ("speaker", "stone")
    assert voices(case, "fair") == ("speaker", "judge")
    assert voices(case, "called it fair") == ("publisher", "judge")
    assert voices(case, "Stone said.") == ("publisher", None)
    assert voices(case, '"I won," Stone said.') == ("publisher", None)


def test_what_is_asserted_by_whom_may_be_written_where_it_is_true(case_of: Callable[..., Case]) -> None:
    events = (
        "events:\n  - {label: A, quote: they lied, asserted_by: stone}\n"
        "  - {label: B, quote: called it fair, asserted_by: publisher}\n"
    )
    assert [event.asserted_by for event in case_of(BODY + events).events] == ["stone", "publisher"]
