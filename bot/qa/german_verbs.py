"""German verbs: the infinitives that their forms belong to, and the particles that stand apart from them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from bot.qa.lexicon import pairs, stop_words
from bot.qa.translation import LONGEST_PHRASE

SPELLED = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß"))
"""How letters are typed without their keys, and what they stand for."""
PARTICLES: Mapping[str, str] = {
    **dict.fromkeys(("ab", "an", "auf", "bei", "ein", "her", "hin", "los", "nach", "um", "vor", "zu"), ""),
    **dict.fromkeys(("mit", "dar", "fest", "hervor", "entgegen", "gegenüber", "teil", "statt", "über"), ""),
    **dict.fromkeys(("aus", "heraus", "hinaus", "raus", "rauf", "herauf", "hinauf"), "out"),
    **dict.fromkeys(("herein", "hinein", "rein"), "into"),
    **dict.fromkeys(("herunter", "hinunter", "runter", "herab", "hinab", "nieder"), "down"),
    **dict.fromkeys(("herum", "rum", "umher"), "around"),
    **dict.fromkeys(("herüber", "hinüber", "rüber"), "over"),
    **dict.fromkeys(("fort", "weg", "davon"), "away"),
    **dict.fromkeys(("weiter", "voran"), "continued"),
    **dict.fromkeys(("zurück", "zurueck"), "back"),
    **dict.fromkeys(("hinzu", "dazu"), "added"),
    **dict.fromkeys(("heran", "ran"), "close"),
    "auseinander": "apart",
    "durch": "through",
    "frei": "free",
    "heim": "home",
    "unter": "under",
    "vorbei": "past",
    "voraus": "ahead",
    "wieder": "again",
    "zusammen": "together",
}
"""What stands before a verb, and apart from it in a main clause; the English words, or none where it hardly
changes what the verb says."""
DECLINED = ("en", "em", "er", "es", "e")
"""The endings of participles."""
VERBAL = ("en", "te", "ten")
"""What the forms of verbs end in that can be told from nouns; participles begin with “ge” besides."""
LEAST_VERB, LEAST_FORM = 4, 3
"""Letters of what a particle stands before, and apart from, at least."""
CLAUSE_MARKS = frozenset(".,;:!?…–—-)]“”")
"""Marks of which one stands after a clause. Not „, » or (, which begin something: “er ging zu „Siemens“”."""
CONJUNCTIONS = frozenset({"und", "oder", "aber", "weil", "dass", "als", "wie", "nachdem", "obwohl"})
"""What a clause begins with, without a comma before it."""
ARTICLES = frozenset(
    {"der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "kein"}
    | {"keine", "keinen", "zum", "zur", "beim", "vom", "im", "am"}
)
NO_VERBS = ARTICLES | frozenset(
    {"über", "unter", "hinter", "mit", "von", "jahre", "ersten", "gestern", "mal", "noch", "nur", "sich"}
)
"""Words that are something else with a particle before them: “an der” is no “ander”."""
SENTENCE_ENDS = frozenset(".!?;:")
FARTHEST = 30
"""Words between a verb and its particle, at most."""


def infinitives(word: str) -> Iterator[str]:
    """The infinitives that an irregular form, a participle or a form with “zu” may belong to."""
    for form in _undeclined(word):
        for cut in range(len(form) - 2):
            for infinitive in _by_form().get(form[cut:], ()):
                yield form[:cut] + infinitive
        if form.endswith("nd"):
            yield form[:-1]
        for particle in ("", *_begun_by(form)):
            rest = form[len(particle) :]
            if rest.startswith("ge") and rest.endswith("t"):
                stem = particle + rest[2:-1]
                yield from (f"{stem.removesuffix('e')}en", f"{stem}n")
            if particle and rest.startswith("zu"):
                yield particle + rest[2:]


def of_particle(word: str, meaning_of: Callable[[str], str | None]) -> str | None:
    """The meaning of a verb with a particle by the meanings of both: “weggeschickt” as “send away”."""
    for particle in _begun_by(word):
        verb = word[len(particle) :].removeprefix("zu")
        gloss = PARTICLES[particle]
        if len(verb) >= LEAST_VERB and (gloss or verb.startswith("ge") or verb.endswith(VERBAL)):
            meaning = meaning_of(verb)
            if meaning and meaning not in stop_words():
                return f"{meaning} {gloss}".rstrip()
    return None


def joined(tokens: Sequence[str], is_known: Callable[[str], bool]) -> Sequence[str]:
    """The words of a text, each particle at the end of a clause with its verb: “hob … auf” as “aufhob”.

    ``is_known`` tells whether a word or a phrase has a meaning; a particle in a phrase belongs to that.
    """
    found = list(tokens)
    for at, token in enumerate(tokens):
        if token in PARTICLES and _ends_clause(tokens, at) and not _is_in_phrase(tokens, at, is_known):
            verb = next(_verbs_of(found, at, is_known), None)
            if verb is not None:
                found[verb] = token + found[verb].casefold()
                found[at] = ""
    return [one for one in found if one]


def _verbs_of(tokens: Sequence[str], at: int, is_known: Callable[[str], bool]) -> Iterator[int]:
    """The places of the words before a particle that are a verb with it, the nearest one first."""
    for place in range(at - 1, max(-1, at - FARTHEST), -1):
        word = tokens[place]
        if word in SENTENCE_ENDS:
            return
        is_first = place == 0 or not tokens[place - 1][:1].isalpha()
        is_verb = len(word) >= LEAST_FORM and (word.islower() or is_first) and word.casefold() not in NO_VERBS
        if is_verb and is_known(tokens[at] + word.casefold()):
            yield place


def _ends_clause(tokens: Sequence[str], at: int) -> bool:
    following, further = (*tokens[at + 1 : at + 3], ".", ".")[:2]
    if following in CONJUNCTIONS:
        # “Vor und nach dem Urteil” has two prepositions.
        return further not in PARTICLES or further in ARTICLES
    return not following[0].isalnum() and not CLAUSE_MARKS.isdisjoint(following)


def _is_in_phrase(tokens: Sequence[str], at: int, is_known: Callable[[str], bool]) -> bool:
    """Whether a word is one of a phrase that means something else: “nach wie vor”, “ab und zu”."""
    starts = range(max(0, at + 1 - LONGEST_PHRASE), at + 1)
    ends = range(at + 1, min(len(tokens), at + LONGEST_PHRASE) + 1)
    phrases = (tokens[start:end] for start in starts for end in ends if 1 < end - start <= LONGEST_PHRASE)
    return any(is_known(" ".join(phrase).casefold()) for phrase in phrases)


def _undeclined(word: str) -> Iterator[str]:
    yield word
    for ending in DECLINED:
        if word.endswith(ending):
            yield word.removesuffix(ending)


def _begun_by(word: str) -> list[str]:
    """The particles that a word begins with, the longest one first."""
    lengths = range(min(_longest_particle(), len(word)), 1, -1)
    return [word[:length] for length in lengths if word[:length] in PARTICLES]


@cache
def _longest_particle() -> int:
    return max(map(len, PARTICLES))


@cache
def _by_form() -> Mapping[str, tuple[str, ...]]:
    """The infinitives of each irregular form, also of participles that have no “ge”."""
    found: dict[str, dict[str, None]] = {}
    for infinitive, forms in pairs("german_strong"):
        for form in forms.split():
            plain = form
            for typed, letter in SPELLED:
                plain = plain.replace(letter, typed)
            for one in (form, plain, form if infinitive.startswith("ge") else form.removeprefix("ge")):
                found.setdefault(one, {})[infinitive] = None
    return {form: tuple(known) for form, known in found.items()}
