import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copytree
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import VerdictPart
from bot.answers.checked_message import CheckedMessage, message_of, message_query
from bot.answers.grammar import MAX_LENGTH, parse, query, write
from bot.answers.query import CommandError, Query
from bot.answers.respond import respond
from bot.cases.spans import selectors_of
from bot.checking.extraction import is_enough
from bot.checking.judging import WORST_FIRST
from bot.checking.parts import TextPart
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.rendering.export import as_object
from bot.rendering.render import Presentation, to_text
from bot.search.archive import Archive
from bot.search.folding import fold
from bot.search.index import Hit, PassageIndex
from tests.proofs import tries

ROOT = Path(__file__).parent.parent.parent
NOT_PROVED = frozenset({"he had leaned on officials to favour the firm"})
"""What an article reports as a claim, and says that it was not proved."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    content = tmp_path_factory.mktemp("verify") / "content"
    copytree(ROOT / "content", content)
    for case in (ROOT / "tests/cases_invented").iterdir():
        if case.is_dir():
            copytree(case, content / case.name)
    return open_archive(ContentRepository(content).read(), None)


def verdicts(archive: Archive, text: str, speaker: str | None = None) -> list[VerdictPart]:
    answer = respond(archive, query("verify", {"text": text, "speaker": speaker}))
    *parts, searched = answer.parts
    assert str(getattr(searched, "text", "")).startswith("Searched: ")
    return [part for part in parts if isinstance(part, VerdictPart)]


def test_a_claim_that_stands_as_it_is_is_looked_up_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    look_up = PassageIndex.match_phrase

    def counted(self: PassageIndex, spoken: Sequence[str], *others: object) -> tuple[Hit, ...]:
        looked_up.append(" ".join(spoken))
        return look_up(self, spoken, *others)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(PassageIndex, "match_phrase", counted)
    [part] = verdicts(archive, "I have no idea who she is")
    assert part.verdict == "typography"
    assert part.quotations
    assert len(looked_up) == 1
    assert looked_up[0] in "i have no idea who she is"


def verdict(archive: Archive, text: str, speaker: str | None = None) -> str:
    parts = verdicts(archive, text, speaker)
    return parts[0].verdict if len(parts) == 1 else "no_quotation" if not parts else "several"


def test_every_quotation_of_every_case_is_verbatim(archive: Archive) -> None:
    for case in archive.library.cases.values():
        for selector in selectors_of(case):
            text = " ".join(selector.exact.split())
            if is_enough(text):
                right = {"disclaimed"} if text in NOT_PROVED else {"verbatim", "typography", "superseded"}
                assert verdict(archive, text) in right, text


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Carroll was awarded $5 million in damages", "verbatim"),
        ("“Carroll was awarded $5 million in damages.”", "verbatim"),
        ("carroll was AWARDED $5 million in damages", "typography"),
        ("I didn't Rape her (I won that at trial)", "typography"),
        ("he was … cleared … of the rape allegation", "elided"),
        ("[Trump] was cleared of the rape allegation", "elided"),
        ("Carroll was awarded $50 million in damages", "altered"),
        ("Carroll was awarded $5 billion in damages", "altered"),
        ("Trump was not held liable for sexually abusing Carroll", "altered"),
        ("he was cleared of the … liable", "altered"),
        ("of the rape allegation … he was cleared", "altered"),
        ("Carroll was awarded … $50 million", "altered"),
        ("Carroll was awarded $5", "altered"),
        ("Trump was [not] held liable for sexually abusing Carroll", "altered"),
        ("he was [never] cleared of the rape allegation", "altered"),
        ("My lawyers … want me to testify", "altered"),
        ("Carroll … was … awarded … $5 million … damages", "elided"),
        ("Carroll … damages", "altered"),
        ("Carroll was awarded $5 million … damages", "elided"),
        ("the moon is made of green cheese", "not_found"),
        ("zebra", "no_quotation"),
        ("look:", "no_quotation"),
        ("No.", "no_quotation"),
        ("?!", "no_quotation"),
    ],
)
def test_a_claim_gets_its_verdict(archive: Archive, claim: str, expected: str) -> None:
    assert verdict(archive, claim) == expected


def test_an_altered_claim_shows_what_differs_and_the_true_words(archive: Archive) -> None:
    [part] = verdicts(archive, "Carroll was awarded $50 million in damages")
    assert [(one.claimed, one.source) for one in part.differences] == [("$50", "$5")]
    assert [one.text for one in part.quotations] == [
        "Carroll was awarded $5 million in damages in the defamation case."
    ]


def test_words_picked_one_by_one_are_shown_with_what_was_left_out(archive: Archive) -> None:
    [part] = verdicts(archive, "Carroll … awarded … damages")
    assert part.verdict == "altered"
    assert [(one.claimed, one.source) for one in part.differences] == [("", "was"), ("", "$5 million in")]


def test_one_character_or_the_same_in_two_is_typography(case_folder: Callable[..., Path]) -> None:
    text = "The mayor of Andr\u00e9sy told Zo\u00eb to r\u00e9sume\u0301."
    archive = open_archive(ContentRepository(case_folder("", {"a.txt": text}).parent).read(), None)
    assert verdicts(archive, text)[0].remarks == ()
    for form in ("NFC", "NFD"):
        [part] = verdicts(archive, normalize(form, text))
        assert part.verdict == "typography"
        assert str(part.remarks[0]).startswith("Capitals, typographic marks or spacing differ")
        assert [one.text for one in part.quotations] == [text]
    assert verdict(archive, "The mayor of Andresy told Zoe") == "altered"


def test_a_dropped_not_is_told(archive: Archive) -> None:
    [part] = verdicts(archive, "My lawyers did want me to testify, or even be at the trial")
    assert part.verdict == "altered"
    assert ("", "not") in [(one.claimed, one.source) for one in part.differences]


def test_typography_is_remarked_on_and_elisions_are_too(archive: Archive) -> None:
    [plain] = verdicts(archive, "I didn’t Rape her")
    assert plain.remarks == ()
    [straight] = verdicts(archive, "I DIDN'T Rape her")
    assert str(straight.remarks[0]) == "Capitals, typographic marks or spacing differ; the words do not."
    [elided] = verdicts(archive, "The statements … are all true")
    assert str(elided.remarks[0]).startswith("Words are left out or put in where the claim marks it")


@pytest.mark.parametrize(
    "claim",
    [
        "Carroll was awarded [$10 million] in damages in the defamation case.",
        "Trump was held [guilty of raping] Carroll in the 1990s",
        "In May, Trump was [acquitted while Carroll was held] liable for sexually abusing Carroll",
        "The statements that I made about Carroll are all [un]true",
        "The trial was very [fair], with the other side being able to do and present virtually anything",
        "[Nobody] was awarded $5 million in damages",
        "the Department of Justice … to offer him immunity from writer E. Jean Carroll",
    ],
)
def test_what_is_put_in_brackets_or_left_out_cannot_change_what_is_said(archive: Archive, claim: str) -> None:
    assert verdict(archive, claim) == "altered"


@pytest.mark.parametrize(
    "claim",
    [
        "Carroll [the writer] was awarded $5 million in damages in the defamation case.",
        "[She] was awarded $5 million in damages in the defamation case.",
        "Carroll has filed a second lawsuit, where [Carroll] is seeking",
        "The statements … are all true",
    ],
)
def test_what_says_who_is_meant_can_be_put_in(archive: Archive, claim: str) -> None:
    [part] = verdicts(archive, claim)
    assert part.verdict == "elided"
    assert str(part.remarks[0]).startswith("Words are left out or put in")


@pytest.mark.parametrize(
    ("claim", "lead"),
    [
        ("I didn’t Rape her", "Verbatim: these words stand in the source exactly so."),
        ("I DIDN'T Rape her", "Verbatim but for its typography: the words stand in the source."),
        ("The statements … are all true", "Verbatim in its parts: what is left out or put in is marked."),
        ("WE ARE NOT STRONGLY APPEALING", "Altered: the source has other words."),
    ],
)
def test_exactly_so_is_said_of_exactly_these_words_alone(archive: Archive, claim: str, lead: str) -> None:
    assert str(respond(archive, query("verify", {"text": claim})).lead) == lead


@pytest.mark.parametrize(
    ("claim", "speaker", "expected"),
    [
        ("WE ARE STRONGLY APPEALING", "Donald Trump", "verbatim"),
        ("WE ARE STRONGLY APPEALING", "trump", "verbatim"),
        ("WE ARE STRONGLY APPEALING", "Carroll", "misattributed"),
        ("WE ARE STRONGLY APPEALING", "Nobody Known", "misattributed"),
        ("Carroll was awarded $5 million", "Trump", "misattributed"),
        ("hostile", "Trump", "verbatim"),
        ("WE ARE STRONGLY … OF JUSTICE", "Carroll", "misattributed"),
        ("WE ARE NOT STRONGLY APPEALING", "Carroll", "altered"),
    ],
)
def test_whose_words_they_are_is_judged_too(
    archive: Archive, claim: str, speaker: str, expected: str
) -> None:
    assert verdict(archive, claim, speaker) == expected


def test_the_words_of_the_article_can_be_claimed_for_it(archive: Archive) -> None:
    assert verdict(archive, "Carroll was awarded $5 million", "the article") == "verbatim"
    assert verdict(archive, "WE ARE STRONGLY APPEALING", "the article") == "misattributed"
    assert verdict(archive, "Corvane did not admit wrongdoing.", "Marlow Bay Ledger") == "verbatim"


def test_several_quotations_in_a_message_are_each_judged(archive: Archive) -> None:
    message = (
        'He said "I have NO IDEA WHO SHE IS" and “Carroll was awarded $50 million in damages” '
        'and "the moon is made of green cheese".'
    )
    parts = verdicts(archive, message)
    assert [part.verdict for part in parts] == ["verbatim", "altered", "not_found"]
    answer = respond(archive, query("verify", {"text": message}))
    assert answer.verdict == "altered"
    assert str(answer.lead) == (
        "Altered: 3 quotations found, all 3 checked: 1 altered, 1 not in our sources, 1 verbatim."
        " Outside the marks: 4 words, not checked."
    )


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ('He wrote "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!" today', "verbatim"),
        ('trump said "I have NO IDEA WHO SHE IS" lol', "verbatim"),
        (
            'In a second post Trump wrote that the trial was "very unfair" and out of "respects" for him',
            "altered",
        ),
        (
            'In a second post Trump wrote that the trail was "very unfair" and out of "respect" for his',
            "altered",
        ),
    ],
)
def test_a_sentence_that_quotes_is_a_claim_itself_where_the_source_has_it(
    archive: Archive, message: str, expected: str
) -> None:
    assert verdict(archive, message) == expected


@pytest.fixture
def unrecorded(tmp_path: Path) -> Archive:
    """A case whose article quotes somebody whom its editor did not record."""
    text = 'Nobody was hurt.\n\n"The bridge was sound. It fell all the same," said Ada Stone. She left.\n'
    folder = tmp_path / "content/bridge"
    (folder / "sources").mkdir(parents=True)
    (folder / "sources/a.txt").write_bytes(text.encode())
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / "case.yaml").write_text(
        f"title: The bridge\nrevised: 2024-01-01\nsources:\n- id: a\n  file: sources/a.txt\n"
        f"  sha256: {digest}\n  date_published: 2024-01-01\n",
        encoding="utf-8",
    )
    return open_archive(ContentRepository(tmp_path / "content").read(), None)


def test_speech_that_no_editor_recorded_is_verbatim_in_its_paragraph(unrecorded: Archive) -> None:
    [part] = verdicts(unrecorded, "It fell all the same")
    assert part.verdict == "verbatim"
    assert str(part.remarks[0]).startswith("The source quotes somebody here")
    assert [one.text for one in part.quotations] == [
        '"The bridge was sound. It fell all the same," said Ada Stone. She left.'
    ]
    assert verdict(unrecorded, "It fell all the same", "Ada Stone") == "verbatim"
    assert verdict(unrecorded, "It fell all the time") == "altered"


def test_exactly_so_is_not_said_of_parts_of_speech_that_no_editor_recorded(unrecorded: Archive) -> None:
    found = respond(unrecorded, query("verify", {"text": "The bridge was sound. … fell all the same"}))
    assert found.verdict == "elided"
    assert str(found.lead).startswith("Verbatim in its parts")


def test_speech_that_no_editor_recorded_is_no_result_of_a_look_up(unrecorded: Archive) -> None:
    found = respond(unrecorded, query("quote", {"text": "bridge sound"}))
    assert found.abstained


def test_a_verdict_abstains_only_where_nothing_was_found(archive: Archive) -> None:
    assert respond(archive, query("verify", {"text": "zebra"})).abstained
    assert not respond(archive, query("verify", {"text": "Carroll was awarded $50 million"})).abstained


def test_without_a_quotation_there_is_a_sentence(archive: Archive) -> None:
    with pytest.raises(CommandError, match="Which quotation"):
        respond(archive, Query("verify"))


@settings(max_examples=tries(150, 50), deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_a_verdict_or_a_sentence(archive: Archive, text: str) -> None:
    try:
        answer = respond(archive, query("verify", {"text": text}))
    except CommandError:
        return
    assert answer.verdict in {*WORST_FIRST, "no_quotation"}


@pytest.mark.parametrize(
    "text",
    [
        "x" * MAX_LENGTH,
        "a " * (MAX_LENGTH // 2),
        '"' * 500,
        "[" * 500,
        "…" * 500,
        "Carroll " * 700,
        ".*+?()[]{}|^$\\",
    ],
)
def test_long_and_odd_texts_get_a_verdict(archive: Archive, text: str) -> None:
    assert respond(archive, query("verify", {"text": text})).verdict


def test_a_negation_that_is_left_out_or_put_in_is_shown(archive: Archive) -> None:
    [inserted] = verdicts(archive, "he was [never] cleared of the rape allegation")
    assert [(one.claimed, one.source) for one in inserted.differences] == [("[never]", "")]
    [dropped] = verdicts(archive, "My lawyers … want me to testify")
    assert len(dropped.differences) == 1
    assert dropped.differences[0].source.endswith("did not")


SAME_NAME = """\
parties:
  - {id: smith-sr, name: John Smith, kind: person, described_as: John Smith the elder}
  - {id: smith-jr, name: John Smith, kind: person, described_as: John Smith the younger}
statements:
  - {speaker: smith-sr, quote_type: direct, quote: I never saw the money.}
  - {speaker: smith-jr, quote_type: direct, quote: My father took all of it.}
"""
TWO_SMITHS = (
    "John Smith the elder met John Smith the younger.\n"
    '"I never saw the money." "My father took all of it." Was it fair? Nobody knows.'
)


def test_two_speakers_of_one_name_are_told_apart_by_id(case_folder: Callable[..., Path]) -> None:
    folder = case_folder(SAME_NAME, {"a.txt": TWO_SMITHS}).parent
    archive = open_archive(ContentRepository(folder).read(), None)
    said = {
        speaker: verdict(archive, "I never saw the money", speaker)
        for speaker in ("smith-sr", "smith-jr", "John Smith")
    }
    assert said == {"smith-sr": "verbatim", "smith-jr": "misattributed", "John Smith": "verbatim"}


def test_a_question_quoted_as_a_statement_is_altered(case_folder: Callable[..., Path]) -> None:
    archive = open_archive(
        ContentRepository(case_folder(SAME_NAME, {"a.txt": TWO_SMITHS}).parent).read(), None
    )
    assert verdict(archive, "“Was it fair?”") == "verbatim"
    assert verdict(archive, "“Was it fair”") == "verbatim"
    [stated] = verdicts(archive, "“Was it fair.”")
    assert stated.verdict == "altered"


def test_words_that_many_have_said_are_found_with_whoever_is_named(case_folder: Callable[..., Path]) -> None:
    names = [f"Witness {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]
    for number, name in enumerate(names):
        body = (
            f"parties: [{{id: witness, name: {name}, kind: person, described_as: {name}}}]\n"
            "statements: [{speaker: witness, quote_type: direct, quote: It was a travesty of justice.}]\n"
        )
        case_folder(
            body,
            {"a.txt": f'{name} spoke. "It was a travesty of justice."'},
            case_id=f"case-{number}",
            content="many",
        )
    archive = open_archive(
        ContentRepository(case_folder("", content="one").parent.parent / "many").read(), None
    )
    assert {verdict(archive, "a travesty of justice", name) for name in names} == {"verbatim"}
    assert verdict(archive, "a travesty of justice", "Witness Z") == "misattributed"


def test_words_are_found_among_many_sentences_with_the_same_words(case_folder: Callable[..., Path]) -> None:
    words = ["the", "court", "will", "rule", "on", "it"]
    orders = [" ".join(words[at:] + words[:at]) for at in range(1, 6)] * 12
    article = "\n".join(f"Later {order}, {number} people said." for number, order in enumerate(orders))
    text = (
        f"{article}\nIn the end, with all things considered and all parties heard, the court will rule on it."
    )
    archive = open_archive(ContentRepository(case_folder("", {"a.txt": text}).parent).read(), None)
    assert verdict(archive, "the court will rule on it") == "verbatim"


def test_what_a_terminal_would_obey_is_never_shown(case_folder: Callable[..., Path]) -> None:
    text = "The court \x1b[31mmet on a cold morning. It rose at noon."
    archive = open_archive(ContentRepository(case_folder("", {"a.txt": text}).parent).read(), None)
    for asked in ("/quote cold morning", "/quote rose at noon", "/verify The court met on a cold morning"):
        answer = respond(archive, parse(asked))
        assert not any("\x1b" in quotation.text for quotation in answer.quotations()), asked
    context = respond(archive, parse(f"/quote #{archive.find('rose at noon', 1)[0].selector.id}"))
    assert [quotation.text for quotation in context.quotations()] == ["It rose at noon."]


def test_a_bad_character_gets_a_sentence() -> None:
    with pytest.raises(CommandError):
        parse("/verify \x00")


ARTICLES = [
    path.read_bytes().decode()
    for folder in ("content", "tests/cases_invented")
    for path in sorted((ROOT / folder).glob("*/sources/*.txt"))
]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A quotation of an article with one letter or digit changed, added or dropped."""
    article = draw(st.sampled_from(ARTICLES))
    words = [match.span() for match in re.finditer(r"\S+", article)]
    first = draw(st.integers(0, len(words) - 5))
    last = draw(st.integers(first + 4, min(first + 30, len(words) - 1)))
    original = article[words[first][0] : words[last][1]]
    inner = [at for at, character in enumerate(original) if character.isalnum()][1:-1]
    at = draw(st.sampled_from(inner))
    letter = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789"))
    edit = draw(st.sampled_from(("insert", "delete", "replace")))
    kept = at if edit == "insert" else at + 1
    mutated = original[:at] + ("" if edit == "delete" else letter) + original[kept:]
    return mutated if fold(mutated) != fold(original) else original[: at + 1] + "x" + original[at + 1 :]


@settings(max_examples=tries(400, 100), deadline=None)
@given(mutations())
def test_a_mutated_quotation_is_never_verbatim(archive: Archive, mutated: str) -> None:
    for part in verdicts(archive, mutated):
        # What stands in quotation marks is judged alone: the edit may be outside of them.
        stands = any(fold(part.claim) in fold(article) for article in ARTICLES)
        assert stands or part.verdict != "verbatim", part.claim


def test_words_after_the_speaker_are_asked_for_before_it(archive: Archive) -> None:
    typed = "/verify speaker:Trump Carroll was awarded $5 million"
    with pytest.raises(CommandError, match="Type its words before speaker:, which takes all that"):
        respond(archive, parse(typed))


TEN_AND_ONE = (
    '"very unfair" "no idea who she is" "a hostile Judge and Jury" "a total Scam" "the political Witch Hunt" '
    '"throwing out the Fake Rape claim" "financed by a big political funder" "I won that at trial" '
    '"a completely unknown to me woman" "the 2019 lawsuit" "he bribed every juror"'
)


def shown(archive: Archive, text: str, **options: str) -> str:
    return to_text(respond(archive, query("verify", {"text": text, **options})), Presentation())


def test_an_invented_eleventh_quotation_leads(archive: Archive) -> None:
    text = shown(archive, TEN_AND_ONE)
    lead = text.splitlines()[2]
    assert lead == (
        "Not in our sources: 11 quotations found, all 11 checked: 1 not in our sources, 10 verbatim."
    )
    assert "You wrote: he bribed every juror" in text


def test_words_outside_the_marks_are_said_not_to_be_checked(archive: Archive) -> None:
    said = 'Trump said "a total Scam" and the jury found him guilty of rape and awarded her $50 million'
    answer = respond(archive, query("verify", {"text": said}))
    assert answer.verdict == "verbatim"
    assert str(answer.lead).endswith("Outside the marks: 14 words, not checked.")


def test_an_elided_quotation_is_no_plain_yes(archive: Archive) -> None:
    text = shown(archive, "The trial was very unfair [...] being largely and wrongfully shut down")
    assert "✓" not in text
    assert "… Words left out" in text
    assert "• Left out: , with the other side being able to do and present virtually anything" in text


def test_a_long_claim_is_echoed_in_part_and_the_rest_counted(archive: Archive) -> None:
    text = shown(archive, "“" + "nothing like it " * 40 + "”")
    [line] = [line for line in text.splitlines() if "You wrote:" in line]
    assert line.endswith("… (and 439 more characters)")
    assert len(line) < 260


def test_the_export_has_the_report_and_keeps_its_old_keys(archive: Archive) -> None:
    typed = "he was … cleared … of the rape allegation"
    answer = respond(archive, query("verify", {"text": typed}))
    exported = as_object(answer, Presentation())
    assert exported["verdict"] == "verbatim"
    report = exported["report"]
    assert (report["verdict"], report["found"], report["checked"], report["unchecked"]) == ("elided", 1, 1, 0)
    [claim] = report["claims"]
    assert claim["quotations"] == [one["id"] for one in exported["quotations"]]
    assert (claim["start"], claim["end"], claim["text"]) == (0, len(typed), typed)
    assert report["coverage"]["sources"] == 8
    silent = as_object(respond(archive, query("verify", {"text": "look:"})), Presentation())
    assert (silent["verdict"], silent["report"]["verdict"]) == ("not_found", "no_quotation")


def test_only_the_askers_own_words_are_said_to_be_written_by_them(archive: Archive) -> None:
    parts = (TextPart("“a total Scam”", "content"), TextPart("“very unfair” lol", "embed 1 title"))
    link = "https://discord.com/channels/1/2/3"
    for is_own, said in ((True, "You wrote: a total Scam"), (False, "The message says (text): a total Scam")):
        asked = message_query(parts, CheckedMessage(link, is_own))
        assert parse(write(asked)) == query(asked.command, dict(asked.options))
        answer = respond(archive, parse(write(asked)))
        text = to_text(answer, Presentation())
        assert said in text
        assert answer.report is not None
        assert [one.claim.part for one in answer.report.claims] == ["content", "embed 1 title"]
        assert message_of(answer.query) == CheckedMessage(link, is_own)


@pytest.mark.parametrize("name", ["forwarded 1 content", "embed 1 description", "attachment 1 block 1"])
def test_what_the_asker_forwards_or_links_to_is_not_said_to_be_written_by_them(
    archive: Archive, name: str
) -> None:
    own = TextPart("look: “very unfair” lol", "content")
    for parts in ((TextPart("“a total Scam”", name),), (own, TextPart("“a total Scam”", name))):
        text = to_text(respond(archive, message_query(parts, CheckedMessage())), Presentation())
        assert "You wrote: a total Scam" not in text
        assert "a total Scam" in text
        assert ("You wrote: very unfair" in text) == (own in parts)


def test_a_text_is_checked_with_its_lines_as_typed(archive: Archive) -> None:
    [part] = verdicts(archive, "> The trial was\n> very unfair")
    assert part.verdict == "typography"
    assert parse(write(query("verify", {"text": "a\nb: “c”\n\n> d"}))).get("text") == "a\nb: “c”\n\n> d"
