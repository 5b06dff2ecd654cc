import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.spans import selectors_of
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.index_files import INDEX_VERSION, open_archive
from bot.search.archive import Archive
from bot.search.passages import Passage, passages_of

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def content(tmp_path: Path) -> Path:
    copytree(ROOT / "content", tmp_path / "content")
    copytree(ROOT / "tests/cases_invented", tmp_path / "content", dirs_exist_ok=True)
    (tmp_path / "content/.gitattributes").unlink(missing_ok=True)
    return tmp_path / "content"


@pytest.fixture
def library(content: Path) -> Library:
    library = ContentRepository(content).read()
    assert not library.problems
    return library


@pytest.fixture
def archive(library: Library) -> Archive:
    return open_archive(library, None)


def texts(archive: Archive, typed: str, **filters: str) -> list[str]:
    return [passage.selector.exact for passage in archive.find(typed, 5, **filters)]


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("travsty of justice", "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"),
        ("TRAV", "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"),
        ('"no idea who"', "no idea who she is"),
        ("wristwach on a roman", "as out of place as a wristwatch on a Roman"),
    ],
)
def test_the_words_as_remembered_find_the_quotation(archive: Archive, typed: str, best: str) -> None:
    assert texts(archive, typed)[0].startswith(best)


@pytest.mark.parametrize("typed", ["", "?!", "zebra crossing", "zebra justice quagga"])
def test_what_has_too_little_in_common_is_no_match(archive: Archive, typed: str) -> None:
    assert texts(archive, typed) == []


def test_no_match_overlaps_a_better_one(archive: Archive) -> None:
    found = archive.find("carroll", 20)
    for number, passage in enumerate(found):
        others = (other for other in found[:number] if other.case.id == passage.case.id)
        assert not any(other.selector.overlaps(passage.selector) for other in others)


def test_case_and_speaker_narrow_the_search(archive: Archive) -> None:
    everywhere = {passage.case.id for passage in archive.find("appeal", 20)}
    assert len(everywhere) > 1
    assert {passage.case.id for passage in archive.find("appeal", 20, case="carroll-v-trump")} == {
        "carroll-v-trump"
    }
    assert texts(archive, "judge", speaker="donald trump")
    assert texts(archive, "judge", speaker="carroll") == []


def test_what_was_typed_is_told_as_it_was_understood(archive: Archive) -> None:
    assert archive.correct_spelling("travsty of justice, $5,000,000") == "travesty of justice, $5,000,000"
    assert archive.correct_spelling("qwxyz") == "qwxyz"


def test_completion_gives_passages(archive: Archive) -> None:
    found = archive.complete("the doj will not", 5)
    assert found[0].selector.exact.startswith("The DOJ will not defend me")


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("travsty", "WE ARE STRONGLY APPEALING THIS TRAVESTY"),
        ("travst", "WE ARE STRONGLY APPEALING THIS TRAVESTY"),
        ("travesti of jus", "WE ARE STRONGLY APPEALING THIS TRAVESTY"),
        ("immunty", "the Department of Justice declined to offer him immunity"),
        ("trump rape", "didn't rape her"),
        ("mony damag", "she is seeking $10 million in damages"),
        ("the doj wil not", "The DOJ will not defend me"),
        ("#eag7ef", "WE ARE STRONGLY APPEALING THIS TRAVESTY"),
        (" #EAG", "WE ARE STRONGLY APPEALING THIS TRAVESTY"),
    ],
)
def test_completion_forgives_what_the_search_forgives(archive: Archive, typed: str, begins: str) -> None:
    found = archive.complete(typed, 25, case="carroll-v-trump")
    assert found[0].selector.exact.startswith(begins)
    assert len({passage.selector.id for passage in found}) == len(found)


@pytest.mark.parametrize("typed", ["", "#", "xyzzy qwxyz", "#zzzzzz", "7x3q", "# eag7ef of"])
def test_completion_offers_nothing_where_nothing_is_like_it(archive: Archive, typed: str) -> None:
    assert archive.complete(typed, 25) == ()


def test_completion_that_forgives_keeps_to_the_case_and_the_speaker(archive: Archive) -> None:
    assert archive.complete("travsty", 5, speaker="trump")
    assert archive.complete("travsty", 5, speaker="carroll") == ()
    assert {passage.case.id for passage in archive.complete("apeal", 25, case="carroll-v-trump")} == {
        "carroll-v-trump"
    }


def test_an_index_on_disk_is_used_again_as_long_as_nothing_changes(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "search"
    open_archive(library, folder)
    written = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    again = open_archive(library, folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == written
    assert texts(again, "travesty of justice")


def test_only_what_changed_is_indexed_again(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "search"
    repository = ContentRepository(content)
    open_archive(repository.read(), folder)
    source = content / "carroll-v-trump/sources/2023-07-12.txt"
    case = content / "carroll-v-trump/case.yaml"
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    source.write_text(source.read_text("utf-8") + "\n\nA zebra was seen in court.\n", "utf-8")
    after = hashlib.sha256(source.read_bytes()).hexdigest()
    case.write_text(case.read_text("utf-8").replace(before, after), "utf-8")
    indexed: list[str] = []

    def passages(case: Case) -> Iterator[Passage]:
        indexed.append(case.id)
        return passages_of(case)

    monkeypatch.setattr("bot.search.archive.passages_of", passages)
    archive = open_archive(repository.read(), folder)
    assert indexed == ["carroll-v-trump"]
    assert texts(archive, "zebra") == ["A zebra was seen in court."]
    assert texts(archive, "wristwatch on a roman")


def test_a_case_that_is_gone_is_found_no_more(content: Path, tmp_path: Path) -> None:
    corpus = Corpus(ContentRepository(content), tmp_path / "search")
    corpus.read()
    assert texts(corpus.archive, "travesty")
    old = corpus.archive
    (content / "carroll-v-trump").rename(tmp_path / "elsewhere")
    corpus.read(only=frozenset({"carroll-v-trump"}))
    assert texts(corpus.archive, "travesty") == []
    assert texts(old, "travesty"), "who answers from the older archive still can"


OPENED = """
import sys
from pathlib import Path
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
for _ in range(4):
    archive = open_archive(ContentRepository(Path(sys.argv[1])).read(), Path(sys.argv[2]), print)
    print(*(passage.selector.exact for passage in archive.find("travesty of justice", 1)))
"""


@pytest.mark.parametrize("spoil", ["meta.json", "cases.db", "segment", "byte"])
def test_a_spoilt_index_is_built_anew_and_told_of(
    library: Library, content: Path, tmp_path: Path, spoil: str
) -> None:
    folder = tmp_path / "search"
    # By another process: one that has mapped a file to its memory must not see it become shorter.
    subprocess.run(  # noqa: S603  -- our own program
        [sys.executable, "-c", OPENED, content, folder], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    inside = folder / INDEX_VERSION
    if spoil == "segment":
        for path in inside.glob("*.*"):
            if path.suffix not in {".json", ".lock"}:
                path.write_bytes(b"half")
    elif spoil == "byte":
        [terms] = inside.glob("*.term")
        terms.write_bytes(bytes(byte ^ 0xFF for byte in terms.read_bytes()))
    else:
        (inside / spoil).write_text("{half", "utf-8")
    warnings: list[str] = []
    archive = open_archive(library, folder, warnings.append)
    assert texts(archive, "travesty of justice")
    assert len(warnings) == 1
    assert all("it is built anew" in sentence for sentence in warnings)


def test_a_question_writes_nothing_into_the_index_which_others_may_be_checking(
    library: Library, tmp_path: Path
) -> None:
    archive = open_archive(library, tmp_path / "search")
    inside = tmp_path / "search" / INDEX_VERSION
    indexed = {path.name for path in inside.iterdir()}
    assert archive.correct_spelling("travesti") == "travesty"
    assert {path.name for path in inside.iterdir()} == indexed
    assert inside.with_name(f"{INDEX_VERSION}.spelling").is_file()


def test_processes_with_other_cases_can_write_one_index_at_once(content: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPENED]
    folders = [content, ROOT / "content", content, ROOT / "content"]
    processes = [
        subprocess.Popen([*command, folder, tmp_path / "search"], cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603  -- our own program
        for folder in folders
    ]
    printed = {line for process in processes for line in process.communicate()[0].splitlines()}
    assert [process.returncode for process in processes] == [0] * len(folders)
    assert printed == {"WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"}


def test_an_index_of_an_older_version_is_removed(library: Library, tmp_path: Path) -> None:
    (tmp_path / "search/1").mkdir(parents=True)
    (tmp_path / "search/1/meta.json").write_text("{}", "utf-8")
    (tmp_path / "search/1.spelling").write_bytes(b"")
    open_archive(library, tmp_path / "search").correct_spelling("travesti")
    left = sorted(path.name for path in (tmp_path / "search").iterdir())
    assert left == [INDEX_VERSION, f"{INDEX_VERSION}.spelling", "lock"]


def test_an_id_names_a_passage_a_cue_or_nothing(archive: Archive) -> None:
    for case in archive.library.cases.values():
        for selector in (*selectors_of(case), *(passage.selector for passage in passages_of(case))):
            found = archive.by_id(selector.id, case.id)
            assert found
            assert found.selector.span == selector.span
    assert archive.by_id("zzzzzz") is None


def test_of_cases_with_the_same_article_the_newest_is_named(content: Path) -> None:
    copytree(content / "carroll-v-trump", content / "a-copy")
    archive = open_archive(ContentRepository(content).read(), None)
    [best] = archive.find("travesty of justice", 1, case="a-copy")
    found = archive.by_id(best.selector.id)
    assert found
    assert found.case.id == "carroll-v-trump"


def test_where_nothing_can_be_written_the_index_is_kept_in_memory(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    warnings: list[str] = []
    archive = open_archive(library, tmp_path / "file", warnings.append)
    assert texts(archive, "travesty of justice")
    assert len(warnings) == 1
    assert "cannot be written" in warnings[0]
    assert warnings[0].endswith("it is kept in memory")


def test_a_library_without_cases_finds_nothing(tmp_path: Path) -> None:
    assert texts(open_archive(Library(), None), "anything") == []
    assert Corpus(ContentRepository(tmp_path)).archive.find("anything", 5) == ()


def test_versions_differ_between_cases(library: Library) -> None:
    assert len({case.version for case in library.newest_first}) == len(library.cases)


def test_cases_are_found_by_the_beginning_of_a_speakers_name(archive: Archive) -> None:
    for typed in ("trum", "don tru", "Donald Trump"):
        assert archive.cases_with_speaker(typed) == ("carroll-v-trump",)
    assert archive.cases_with_speaker("tru zebra") == ()
    assert archive.cases_with_speaker("?!") == ()


def test_the_quotations_of_a_speaker_are_listed(archive: Archive) -> None:
    said = list(archive.recorded("trump"))
    assert {passage.case.id for passage in said} == {"carroll-v-trump"}
    assert all(passage.recorded for passage in said)
    assert [passage.selector.start for passage in said] == sorted(passage.selector.start for passage in said)
    assert list(archive.recorded("trump", "solheim-dray-v-vale")) == []


def test_a_long_claim_is_found_by_pieces_of_it(content: Path) -> None:
    archive = open_archive(ContentRepository(content).read(), None)
    text = (content / "carroll-v-trump/sources/2023-07-12.txt").read_text("utf-8")
    start, end = text.index("The trial was very unfair"), text.index("did not want me to testify")
    assert len(text[start:end].split()) > 40
    assert any(start <= place.start < end for place in archive.match_phrase(text[start:end], 5))
