"""Loads a case from the files of its folder: the case file and its articles."""

from pathlib import Path

from bot.cases.document import read_document
from bot.cases.model import Case
from bot.cases.parsing import build_case, named_files
from bot.cases.problems import START, CaseFileError, Problem
from bot.corpus.files import CASE_FILE, file_bytes, read_source


def load_case(folder: Path, file: str = CASE_FILE, raw: bytes | None = None) -> Case:
    """Read and prove the case of a folder. Raises CaseFileError with every mistake in it.

    ``raw`` is the case file's bytes, where the caller has read them already.
    """
    path = folder / file
    try:
        document = read_document(file_bytes(path) if raw is None else raw, str(path))
    except OSError as error:
        sentence = f"cannot be read: {error.strerror}"
        raise CaseFileError((Problem(str(path), START, sentence),)) from None
    contents = {name: read_source(folder, name) for name in named_files(document.data)}
    return build_case(folder.name, document, contents, str(path))
