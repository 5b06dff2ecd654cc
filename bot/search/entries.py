"""What the index stores of a passage: its fields, and how its words are tokenized and stemmed."""

from dataclasses import dataclass
from typing import Final, Literal

import tantivy

from bot.search.folding import fold
from bot.search.words import words

BEGINNING = 80
"""The number of characters of a passage's beginning by which it can be completed."""
PIECE: Final = "piece"
RECORDED: Final = "recorded"
NAMED: Final = "named"

EntryKind = Literal["", "recorded", "piece", "named"]
"""What an entry is: a sentence (“”), a quotation of the case file, a piece of speech, or found by id alone.

A piece of speech is found only as the place of a claim: it means little alone.
"""


@dataclass(frozen=True)
class IndexEntry:
    """A passage to be indexed: ``key`` says where it is, ``id`` names it, ``case`` and ``speaker`` filter."""

    key: str
    id: str
    text: str
    case: str
    speaker: str = ""
    kind: EntryKind = ""


def schema() -> tantivy.Schema:
    """The index's schema: the fields of a passage, of which only the key and the words can be read back."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("id", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("case", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("speaker", stored=False, tokenizer_name="words", index_option="basic")
    builder.add_text_field("beginning", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", stored=True, tokenizer_name="words", index_option="position")
    builder.add_text_field("pieces", stored=True, tokenizer_name="words", index_option="position")
    builder.add_text_field("kind", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stems", stored=False, tokenizer_name="stems", index_option="freq")
    return builder.build()


WORDS = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
"""Words are cut by us and joined by spaces, so that the index and the query agree."""
STEMMER = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def register_analyzers(index: tantivy.Index) -> None:
    """Register the tokenizers of the fields with an opened index, which does not store them."""
    index.register_tokenizer("words", WORDS)
    index.register_tokenizer("stems", STEMMER)


def stems(text: str) -> list[str]:
    """The stems of a text's words: “appealing” and “appeal” have the same one."""
    return stem_words(" ".join(words(text)))


def stem_words(cut: str) -> list[str]:
    """The stems of words that are already tokenized, given joined by spaces."""
    return STEMMER.analyze(cut)


def index_document(entry: IndexEntry, cut: str) -> tantivy.Document:
    """Make the document that the index stores of a passage; ``cut`` is its words joined by spaces."""
    made = tantivy.Document()
    made.add_text("key", entry.key)
    made.add_text("id", entry.id)
    made.add_text("case", entry.case)
    if entry.speaker:
        made.add_text("speaker", " ".join(words(entry.speaker)))
    if entry.kind:
        made.add_text("kind", entry.kind)
    if entry.kind == NAMED:
        return made
    if entry.kind == PIECE:
        made.add_text("pieces", cut)
        return made
    made.add_text("beginning", beginning_of(entry.text))
    made.add_text("words", cut)
    made.add_text("stems", cut)
    return made


def beginning_of(text: str) -> str:
    """The first 80 characters of a text, folded and in one line: the key of its completion."""
    return " ".join(fold(text).split())[:BEGINNING]
