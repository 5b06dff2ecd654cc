"""What is compared with a file from elsewhere is never passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.references import reference


@pytest.mark.parametrize(("ci", "raised"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_without_its_file_a_test_fails_in_ci_and_is_skipped_elsewhere_and_says_which_and_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, raised: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(raised, match=f"schema.json is missing.*{tmp_path}/schema.json"):
        reference(tmp_path / "schema.json")


def test_a_file_that_is_there_is_read(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text("{}", "utf-8")
    assert reference(tmp_path / "schema.json") == "{}"
