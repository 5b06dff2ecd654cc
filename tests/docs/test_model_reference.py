"""The table of every field of a case file is what the model has now, and the reference explains each."""

from docs.model_reference import PAGE, page
from tests.docs.documents import GUIDES, REFERENCE, table_rows, text_of


def test_the_table_of_all_fields_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python docs/model_reference.py"


def test_every_field_of_the_model_is_explained_in_a_guide() -> None:
    fields = {row[0].strip("`") for row in table_rows(PAGE.read_text("utf-8"), "key")}
    assert len(fields) > 60
    explained = text_of(REFERENCE) + text_of(GUIDES / "editors.md")
    assert sorted(one for one in fields if f"`{one}`" not in explained and f"{one}:" not in explained) == []
