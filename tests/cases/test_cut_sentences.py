"""How many quotations cut where their sentence turns the review finds, and how many it wrongly warns of.

The sentences are in ``cut_sentences.yaml``, each with its quotation in ⟦ ⟧. First measured, before the rule
was widened, it found 8 of the first 20 and 3 of the second 20, and warned wrongly of 1 and 2.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.cases.review.sentences import turned_cuts
from bot.corpus.loader import load_case

SENTENCES = yaml.safe_load((Path(__file__).parent / "cut_sentences.yaml").read_text())


@pytest.fixture
def warned_of(case_folder: Callable[..., Path]) -> Callable[[list[str]], list[str]]:
    """Gives those of some sentences with a marked quotation that the review calls cut where they turn."""

    def warned_of(sentences: list[str]) -> list[str]:
        found = []
        for sentence in sentences:
            quotation = sentence.partition("⟦")[2].partition("⟧")[0]
            plain = sentence.replace("⟦", "").replace("⟧", "")
            article = f"The court sat at nine.\n\n{plain} The hall was full.\n"
            event = (
                f"events:\n  - label: Reported\n    quote:\n      - {yaml.safe_dump(quotation, width=1000)}"
            )
            event = event.removesuffix("...\n")
            folder = case_folder(event, {"a.txt": article})
            found += [sentence] if list(turned_cuts(load_case(folder))) else []
        return found

    return warned_of


@pytest.mark.parametrize(("half", "fewest", "most_wrong"), [("first", 19, 1), ("second", 16, 2)])
def test_quotations_cut_where_their_sentence_turns_are_found(
    warned_of: Callable[[list[str]], list[str]], half: str, fewest: int, most_wrong: int
) -> None:
    turning, honest = SENTENCES[half]["turning"], SENTENCES[half]["honest"]
    assert len(turning) == len(honest) == 20
    found, wrong = warned_of(turning), warned_of(honest)
    assert len(found) >= fewest, [one for one in turning if one not in found]
    assert len(wrong) <= most_wrong, wrong


def test_what_is_said_of_words_before_them_is_named(review: Callable[..., list[str]]) -> None:
    assert review("she had been paid", "The witness denied that she had been paid.") == [
        "the sentence begins with “denied that”, which is not quoted"
    ]
    assert review("The court ruled for her", "The court ruled for her; the ruling was overturned.") == [
        "the sentence goes on with “the ruling was overturned”, which is not quoted"
    ]


@pytest.fixture
def review(case_folder: Callable[..., Path]) -> Callable[..., list[str]]:
    """Gives the messages on one event that quotes words of an article."""

    def messages(quotation: str, article: str) -> list[str]:
        body = f"events:\n  - {{label: Reported, quote: {quotation}}}\n"
        return [one.message for one in turned_cuts(load_case(case_folder(body, {"a.txt": article})))]

    return messages
