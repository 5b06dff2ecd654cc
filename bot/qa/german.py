"""German in English words: its endings, its compounds and its spelling."""

from collections.abc import Iterator, Sequence

from bot.qa.german_verbs import ARTICLES, SPELLED, infinitives, joined, of_particle
from bot.qa.lexicon import stop_words
from bot.qa.translation import Names, Translation, WordList

__all__ = ["GERMAN", "Names", "compared_words", "for_articles_of", "in_english"]

ENDINGS = ("test", "nen", "tet", "ten", "est", "st", "te", "et", "en", "em", "er", "es", "t", "n", "e", "s")
"""What German words end in besides, the longer ones first."""
LEAST_STEM = 3
"""Letters that are left of a word without its ending, and of each part of a compound, at least."""
JOINTS = ("", "s", "es", "n", "en")
"""What stands between the parts of a compound."""
SHORT_FIRST = frozenset(
    {"amt", "arm", "arzt", "bau", "ehe", "eis", "gas", "hof", "not", "ohr", "rad", "rat", "see", "tag", "tat"}
    | {"tod", "tor", "typ", "uhr", "weg", "zug"}
)
"""First parts of compounds that are shorter than others."""
LEAST_PARTS, MOST_PARTS = 2, 3
"""Of a compound."""
MOST_OF_INITIALS, LEAST_OF_COMMON = 3, 8
"""Letters of “TV” in “TV-Köchin”, and of a last part that no family is called by."""
LEAST_SWAPPED, LEAST_WITHOUT = 6, 8
"""Letters of a word that is looked up with two letters swapped, and with a letter more."""
LETTERS = "abcdefghijklmnopqrstuvwxyzäöü"


def _by_base_form(word: str, known: WordList) -> str | None:
    if word in known:
        return known[word]
    bases = [
        word.removesuffix(one) for one in ENDINGS if word.endswith(one) and len(word) - len(one) >= LEAST_STEM
    ]
    for base in bases:
        for form in (base, f"{base}e", f"{base}en"):
            if form in known:
                return known[form]
    # “ändern”, “sammeln”, after all others: “Konzerte” is no “Konzern”.
    verbs = (f"{base}n" for base in bases if base.endswith(("el", "er")))
    return next((known[one] for one in (*verbs, *infinitives(word)) if one in known), None)


def _by_parts(word: str, known: WordList) -> str | None:
    if "-" in word:
        return _of_hyphened(word, known)
    return of_particle(word, lambda verb: _by_base_form(verb, known)) or _of_compound(word, known)


def _of_hyphened(word: str, known: WordList) -> str | None:
    """The meanings of the parts, unknown ones as they are; None for what may be the name of a family."""
    *first, last = word.split("-")
    meanings = [_by_base_form(part, known) for part in (*first, last)]
    is_common = len(last) >= LEAST_OF_COMMON or len(first[0]) <= MOST_OF_INITIALS or meanings[0]
    if not meanings[-1] or not is_common:
        return None
    return " ".join(meaning or part for meaning, part in zip(meanings, (*first, last), strict=True))


def _of_compound(word: str, known: WordList, parts: int = MOST_PARTS) -> str | None:
    """The meanings of the parts of a compound, found by the longest last one."""
    for cut in range(LEAST_STEM, len(word) - LEAST_STEM):
        first = next(_first_parts(word[:cut], known), None)
        last = first and _by_base_form(word[cut:], known)
        if last:
            return f"{first} {last}"
    if parts == LEAST_PARTS:
        return None
    for cut in range(LEAST_STEM, len(word) - LEAST_STEM * 2):
        first = next(_first_parts(word[:cut], known), None)
        last = first and _of_compound(word[cut:], known, parts - 1)
        if last:
            return f"{first} {last}"
    return None


def _first_parts(begun: str, known: WordList) -> Iterator[str]:
    """The meanings of the beginning of a compound, with and without a joint."""
    for joint in JOINTS:
        first = begun.removesuffix(joint)
        is_joined = not joint or begun != first
        meaning = known.get(first, "") if len(first) > LEAST_STEM or first in SHORT_FIRST else ""
        # Not “under” and “lay” for “Unterlagen”: prepositions begin verbs.
        if is_joined and meaning and not stop_words().issuperset(meaning.split()):
            yield meaning


def _by_slip(word: str, known: WordList) -> str | None:
    """The one word that was meant by a word with two letters swapped or one left out."""
    if len(word) < LEAST_SWAPPED:
        return None
    inner = range(len(word) - 1)
    swapped = {f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in inner} - {word}
    found = {one for one in swapped if _by_base_form(one, known) is not None}
    if not found and len(word) >= LEAST_WITHOUT:
        places = range(1, len(word))
        longer = (f"{word[:at]}{letter}{word[at:]}" for at in places for letter in LETTERS)
        found = {one for one in longer if one in known}
    return found.pop() if len(found) == 1 else None


def _joined(tokens: Sequence[str], known: WordList) -> Sequence[str]:
    return joined(tokens, lambda word: _by_base_form(word, known) is not None)


GERMAN = Translation(
    language="de",
    lexicon="german",
    articles=ARTICLES,
    spelled=SPELLED,
    by_base_form=_by_base_form,
    by_parts=_by_parts,
    by_slip=_by_slip,
    joined=_joined,
    genitive="s",
)
compared_words = GERMAN.compared_words
for_articles_of = GERMAN.for_articles_of
in_english = GERMAN.in_english
