"""Lets a passage that begins with a pronoun begin with the sentence before, which tells whom it means."""

import re
from collections.abc import Mapping
from itertools import pairwise

from bot.answers.cite import Cited
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.search.sentences import paragraph_around, sentences_of

MOST_CODE_POINTS = 360
"""How long a passage becomes at most with the sentences before it: about five lines on a phone."""
BEGINS_WITH_A_PRONOUN: Mapping[str, re.Pattern[str]] = {
    language: re.compile(rf"(?:{words})\b(?!['’-])", re.IGNORECASE)
    for language, words in {
        "en": r"he|she|they|it|his|her|hers|their|its|both|neither",
        "de": r"er|sie|sein(?:e[mnrs]?)?|ihr(?:e[mnrs]?)?|beide",
        "es": r"él|ella|ellos|ellas|su|sus|ambos|ambas",
    }.items()
}
"""Matches a pronoun at the beginning of a sentence, by the language of the article."""


def with_antecedent(cited: Cited, passage: Selector) -> Selector:
    """The passage from the sentence before on, where it begins with a pronoun; and so on from that one.

    It stays as it is where there is no such sentence in its paragraph, where that is in another voice, or
    where both together are longer than ``MOST_CODE_POINTS``.
    """
    source = cited.case.source_by_id[passage.source]
    pronoun = BEGINS_WITH_A_PRONOUN.get(source.in_language.partition("-")[0].lower())
    if not pronoun or not pronoun.match(passage.exact):
        return passage
    paragraph = paragraph_around(source.text, passage.start, passage.start + 1)
    before = {own.start: earlier.start for earlier, own in pairwise(sentences_of(source.text, paragraph))}
    start, voice = passage.start, cited.attribution(passage)
    found = passage
    while pronoun.match(source.text, start) and (start := before.get(start, -1)) >= 0:
        longer = make_selector(passage.source, source.text, start, passage.end, passage.role)
        is_too_long = passage.end - start > MOST_CODE_POINTS
        if is_too_long or control_character_in(longer.exact) or cited.attribution(longer) != voice:
            break
        found = longer
    return found
