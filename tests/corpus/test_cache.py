from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cases.local_text import LocalText
from bot.cases.model import Case
from bot.corpus.cache import CaseCache, _sealed
from bot.corpus.content import ContentRepository
from bot.corpus.loader import load_case

CaseFolder = Callable[..., Path]
AWARD = "events: [{label: Award, quote: a court awarded Stone $5 million}]\n"


@pytest.fixture
def cached(case_folder: CaseFolder, tmp_path: Path) -> tuple[CaseCache, Path, Case]:
    """A cache that holds one case, the case's folder, and the case."""
    folder = case_folder(AWARD)
    cache = CaseCache(tmp_path / "cache")
    case = load_case(folder)
    cache.put(folder, case)
    return cache, folder, case


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / "case.yaml").read_bytes()).hexdigest()


def stored(cache: CaseCache, folder: Path) -> Path:
    return cache._path(folder.name, digest(folder))


def test_a_cached_case_is_the_case_that_was_loaded(cached: tuple[CaseCache, Path, Case]) -> None:
    cache, folder, case = cached
    assert cache.get(folder, digest(folder)) == case
    assert cache.get(folder, "another") is None


def test_labels_in_several_languages_come_back_from_the_cache(
    case_folder: CaseFolder, tmp_path: Path
) -> None:
    folder = case_folder(AWARD.replace("label: Award", "label: {en: Award, de: Zuspruch}"))
    cache, case = CaseCache(tmp_path / "cache"), load_case(folder)
    cache.put(folder, case)
    kept = cache.get(folder, digest(folder))
    assert kept == case
    assert isinstance(label := kept.events[0].label, LocalText)
    assert label.translations == {"en": "Award", "de": "Zuspruch"}


@pytest.mark.parametrize("change", ["alter", "remove", "replace by a link"])
def test_a_case_whose_source_changed_is_not_taken_from_the_cache(
    cached: tuple[CaseCache, Path, Case], change: str
) -> None:
    cache, folder, case = cached
    source = folder / "sources" / "a.txt"
    text = source.read_bytes()
    source.unlink()
    if change == "alter":
        source.write_bytes(text + b" ")
    if change == "replace by a link":
        (folder.parent / "a.txt").write_bytes(text)
        source.symlink_to(folder.parent / "a.txt")
    assert cache.get(folder, digest(folder)) is None
    assert cache.last_good(folder, digest(folder)) == case


def test_a_cached_quotation_is_proven_again(cached: tuple[CaseCache, Path, Case]) -> None:
    cache, folder, case = cached
    selector = replace(case.events[0].quote[0], exact="a court awarded Stone $9 million")
    cache.put(folder, replace(case, events=(replace(case.events[0], quote=(selector,)),)))
    assert cache.get(folder, digest(folder)) is None
    assert cache.last_good(folder, digest(folder)) is None


def test_an_article_that_was_kept_is_used_only_if_it_is_the_one_that_was_summarised(
    cached: tuple[CaseCache, Path, Case],
) -> None:
    cache, folder, case = cached
    forged = replace(case.sources[0], text=case.sources[0].text.replace("fair", "vile"))
    cache.put(folder, replace(case, sources=(forged,)))
    assert cache.last_good(folder, digest(folder)) is None
    assert cache.get(folder, digest(folder)) == case


class Hostile:
    """Pickles as a call."""

    def __init__(self, call: Callable[..., object], *arguments: object) -> None:
        self.call = call
        self.arguments = arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.call, self.arguments


def test_a_hostile_file_is_ignored_and_runs_nothing(
    cached: tuple[CaseCache, Path, Case], tmp_path: Path
) -> None:
    cache, folder, case = cached
    proof = tmp_path / "ran"
    calls = [Hostile(os.mkdir, str(proof)), Hostile(eval, f"__import__('os').mkdir({str(proof)!r})")]
    for call in calls:
        for payload in (call, [case, call], replace(case, title=call)):  # type: ignore[arg-type]  # what nobody should store
            stored(cache, folder).write_bytes(_sealed(pickle.dumps(payload)))
            assert cache.get(folder, digest(folder)) is None
    argument = f"!!python/object/apply:os.mkdir ['{proof}']".encode()
    dotted = (
        b"\x80\x04\x8c\x12bot.cases.document\x8c\x10yaml.unsafe_load\x93\x8c"
        + bytes([len(argument)])
        + argument
    )
    stored(cache, folder).write_bytes(_sealed(dotted + b"\x85R."))
    assert cache.get(folder, digest(folder)) is None
    assert not proof.exists()


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x80\x05N.",
        b"r\xff\xff\xff\x7fN.",
        pickle.dumps(5),
        pickle.dumps(Case(title="A", revised="2026-01-01", sources=5)),  # type: ignore[arg-type]  # no case
    ],
)
def test_a_file_that_holds_no_case_is_ignored(cached: tuple[CaseCache, Path, Case], payload: bytes) -> None:
    cache, folder, _ = cached
    stored(cache, folder).write_bytes(_sealed(payload))
    assert cache.get(folder, digest(folder)) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_ignored(cached: tuple[CaseCache, Path, Case], data: st.DataObject) -> None:
    cache, folder, case = cached
    cache.put(folder, case)
    whole = stored(cache, folder).read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    for damaged in (whole[:at] + bytes([byte]) + whole[at + 1 :], whole[:at]):
        stored(cache, folder).write_bytes(damaged)
        assert cache.get(folder, digest(folder)) is None


def test_a_cache_that_cannot_be_written_is_no_error(
    cached: tuple[CaseCache, Path, Case], tmp_path: Path
) -> None:
    _, folder, case = cached
    (tmp_path / "file").write_text("in the way")
    cache = CaseCache(tmp_path / "file")
    cache.put(folder, case)
    assert cache.get(folder, digest(folder)) is None


def test_a_repository_takes_from_the_cache_what_it_put_there(case_folder: CaseFolder, tmp_path: Path) -> None:
    folder = case_folder(AWARD)
    cache = CaseCache(tmp_path / "cache")
    read = ContentRepository(folder.parent, cache).read()
    assert len(list((tmp_path / "cache").glob("*.case"))) == 1
    assert ContentRepository(folder.parent, cache).read().cases == read.cases
    (folder / "case.yaml").write_text("title: [")
    assert ContentRepository(folder.parent, cache).read().problems


def test_what_no_case_needs_any_more_leaves_the_cache(case_folder: CaseFolder, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    ContentRepository(case_folder(AWARD).parent, CaseCache(cache)).read()
    before = set(cache.glob("*.case"))
    folder = case_folder(AWARD.replace("Award", "The award")).parent
    ContentRepository(folder, CaseCache(cache)).read()
    [kept] = cache.glob("*.case")
    assert kept not in before
    ContentRepository(folder, CaseCache(cache)).read()
    assert list(cache.glob("*.case")) == [kept]


def test_reading_one_case_again_keeps_what_the_others_need(case_folder: CaseFolder, tmp_path: Path) -> None:
    case_folder(AWARD, case_id="other")
    repository = ContentRepository(case_folder(AWARD).parent, CaseCache(tmp_path / "cache"))
    repository.read()
    repository.read(only=frozenset({"stone"}))
    assert len(list((tmp_path / "cache").glob("*.case"))) == 2
