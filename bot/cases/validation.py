"""What a case file may refer to while it is validated: its sources' texts and the ids that it defines."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class SourceFile:
    """An article's bytes and text, or the sentence that says why it cannot be read."""

    raw: bytes = b""
    text: str = ""
    refusal: str = ""

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 digest of the file's bytes, in hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True)
class ValidationContext:
    """Everything of one case file and its sources that a rule on a single field may need."""

    case_id: str
    version: str
    """The SHA-256 of the case file's bytes, in lower-case hexadecimal."""
    contents: Mapping[str, SourceFile]
    """The sources' files, by the path that the case file gives."""
    files: Mapping[str, str]
    """The path of each source's file, by the source's id."""
    ids: Mapping[str, frozenset[str]]
    """The ids that the file defines, by section."""
    editions: Mapping[str, str]
    """The source in whose place each edition was published, by the edition's id."""
    languages: Mapping[str, str]
    """The language tag that each source gives, by the source's id; English where one gives none."""
    sources: int
    """How many sources the file lists, readable or not."""

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of the sources that could be read, by id."""
        contents = {source: self.contents.get(file) for source, file in self.files.items()}
        return {source: read.text for source, read in contents.items() if read and not read.refusal}

    def article(self, source: str) -> str:
        """The id of the first edition of a source's article: the source itself where it is no edition."""
        seen = {source}
        while (source in self.editions) and self.editions[source] not in seen:
            source = self.editions[source]
            seen.add(source)
        return source

    @property
    def complete(self) -> bool:
        """Whether the file lists sources and the text of every one could be read."""
        return 0 < len(self.texts) == self.sources

    def listed(self, section: str) -> str:
        """The ids that a section defines, sorted and joined by commas, or “none”: for an error's sentence."""
        return ", ".join(sorted(self.ids.get(section, ()))) or "none"
