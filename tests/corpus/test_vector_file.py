"""The vectors on disk: kept for all processes, and no error wherever they cannot be."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.vector_file import DAY, FILE, VectorFile

VECTORS = {"who won": b"\x01\x02\x03\x04", "": b"\x05\x06\x07\x08", "wer 🙂 \ud800": b"\x09\x0a\x0b\x0c"}


def test_what_is_saved_is_loaded_again_by_any_process(tmp_path: Path) -> None:
    VectorFile(tmp_path / "a/b").save("e", VECTORS)
    assert VectorFile(tmp_path / "a/b").load("e", [*VECTORS, "another"]) == VECTORS


def test_another_encoder_finds_nothing_and_takes_nothing_away(tmp_path: Path) -> None:
    store = VectorFile(tmp_path)
    store.save("one", VECTORS)
    assert store.load("other", list(VECTORS)) == {}
    store.save("other", {"who won": b"...."})
    assert store.load("one", ["who won"]) == {"who won": VECTORS["who won"]}
    assert store.load("other", ["who won"]) == {"who won": b"...."}


def test_more_texts_than_a_statement_takes_are_loaded(tmp_path: Path) -> None:
    many = {f"text {number}": number.to_bytes(4) for number in range(1_700)}
    store = VectorFile(tmp_path)
    store.save("e", many)
    assert store.load("e", list(many)) == many


def test_every_archive_of_a_corpus_has_its_store(tmp_path: Path, case_folder: Callable[..., Path]) -> None:
    store = VectorFile(tmp_path / "vectors")
    corpus = Corpus(ContentRepository(case_folder("").parent), tmp_path / "search", vectors=store)
    assert corpus.archive.vectors is store
    corpus.read()
    assert corpus.archive.vectors is store
    corpus.read(only=frozenset({"stone"}))
    assert corpus.archive.vectors is store


def spoil_all(path: Path) -> None:
    path.write_bytes(b"no database" * 1_000)


def spoil_pages(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096))


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 // 4096 * 4096])


@pytest.mark.parametrize("spoil", [spoil_all, spoil_pages, halve])
def test_a_spoilt_file_is_made_anew_with_one_warning(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    many = {f"text {number}": bytes(1536) for number in range(100)}
    VectorFile(tmp_path).save("e", many)
    spoil(tmp_path / FILE)
    heard: list[str] = []
    store = VectorFile(tmp_path, heard.append)
    assert set(store.load("e", list(many))) < {*many}
    store.save("e", many)
    assert store.load("e", list(many)) == many
    spoil(tmp_path / FILE)
    store.save("e", many)
    store.save("e", many)
    assert VectorFile(tmp_path).load("e", list(many)) == many
    assert len(heard) == 1
    assert "cannot be read" in heard[0]


def test_a_vector_with_a_changed_byte_is_not_loaded(tmp_path: Path) -> None:
    store = VectorFile(tmp_path)
    store.save("e", VECTORS)
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("UPDATE vectors SET vector = x'00000000' WHERE vector = x'01020304'")
    database.close()
    assert store.load("e", list(VECTORS)).keys() == VECTORS.keys() - {"who won"}


def test_an_empty_file_and_one_of_another_version_are_filled(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    store = VectorFile(tmp_path, pytest.fail)
    store.save("e", VECTORS)
    assert store.load("e", list(VECTORS)) == VECTORS
    with sqlite3.connect(tmp_path / FILE) as database:
        database.executescript("PRAGMA user_version = 99; DROP TABLE vectors; CREATE TABLE vectors (other)")
    database.close()
    assert store.load("e", list(VECTORS)) == {}
    store.save("e", VECTORS)
    assert store.load("e", list(VECTORS)) == VECTORS


def test_a_folder_that_cannot_be_made_is_done_without_and_warned_of_once(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    heard: list[str] = []
    store = VectorFile(tmp_path / "file", heard.append)
    store.save("e", VECTORS)
    assert store.load("e", list(VECTORS)) == {}
    with store.exclusive(list(VECTORS)):
        pass
    assert len(heard) == 1
    assert "cannot be kept" in heard[0]


def test_a_file_that_cannot_be_opened_is_done_without(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    heard: list[str] = []
    store = VectorFile(tmp_path, heard.append)
    store.save("e", VECTORS)
    assert store.load("e", list(VECTORS)) == {}
    assert len(heard) == 1


def test_the_vectors_used_longest_ago_are_removed(tmp_path: Path) -> None:
    day = 0
    store = VectorFile(tmp_path, max_vectors=10, now=lambda: day * DAY)
    for day in range(10):
        store.save("e", {f"of day {day}": b"1234"})
    day = 20
    assert store.load("e", ["of day 0"])
    store.save("e", {"of day 20": b"1234"})
    assert set(store.load("e", [f"of day {one}" for one in range(21)])) == {
        "of day 0",
        *(f"of day {one}" for one in range(3, 10)),
        "of day 20",
    }


def test_threads_wait_for_one_that_encodes_the_same_texts_and_not_for_another(tmp_path: Path) -> None:
    store = VectorFile(tmp_path)
    begun, done = Event(), Event()
    order: list[str] = []

    def slow() -> None:
        with store.exclusive(["same"]):
            begun.set()
            done.wait(30)
            order.append("slow")

    def quick(text: str) -> None:
        begun.wait(30)
        with store.exclusive([text]):
            order.append(text)

    with ThreadPoolExecutor(3) as threads:
        waits = threads.submit(slow), threads.submit(quick, "same")
        threads.submit(quick, "other").result(30)
        done.set()
        for one in waits:
            one.result(30)
    assert order == ["other", "slow", "same"]


def encode_in_process(folder: Path, results: multiprocessing.Queue[int]) -> None:
    """What bot.qa does: load, wait, load again, encode what is not there, and save."""
    store = VectorFile(folder, pytest.fail)
    texts = [f"text {number}" for number in range(200)]
    encoded = 0
    if len(store.load("e", texts)) < len(texts):
        with store.exclusive(texts):
            missing = [text for text in texts if text not in store.load("e", texts)]
            encoded = len(missing)
            store.save("e", {text: text.encode() for text in missing})
    assert store.load("e", texts) == {text: text.encode() for text in texts}
    results.put(encoded)


def test_of_several_processes_at_once_one_encodes_each_text(tmp_path: Path) -> None:
    processes = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[int] = processes.Queue()
    started = [processes.Process(target=encode_in_process, args=(tmp_path, results)) for _ in range(4)]
    for process in started:
        process.start()
    encoded = [results.get(timeout=60) for _ in started]
    for process in started:
        process.join()
    assert sorted(encoded) == [0, 0, 0, 200]
