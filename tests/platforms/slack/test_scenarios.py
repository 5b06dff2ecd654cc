"""Every command, button, modal, menu, shortcut and event: the real bot and a real server, in both modes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.answers.commands import COMMANDS
from bot.rendering.proof import slack_quotations
from tests.fakes.slack.checks import block_problems, message_problems
from tests.fakes.slack.lines import Payload
from tests.fakes.slack.model import Message
from tests.fakes.slack.person import Person, button, option
from tests.fakes.slack.server import SlackServer, slack_server
from tests.platforms.slack.bots import MODES, PUBLIC_URL, RunningBot, running_bot, somebody

AWARD = "Carroll was awarded $5 million in damages in the defamation case."
APPEAL = "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"
ON_A_PAGE = 8
"""Commands on the first page of help; a button turns to the next."""
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(mode: str) -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(
    slack: SlackServer, mode: str, content: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningBot]:
    folder = tmp_path_factory.mktemp("bot")
    async with running_bot(slack, folder, content, **MODES[mode]) as running:
        yield running


@pytest.fixture
def person(slack: SlackServer, bot: RunningBot, mode: str) -> Person:
    return somebody(slack, bot, mode)


def quoted(payload: Payload) -> list[str]:
    """The quotations of a message, within all limits, the same in its fallback, and nothing live in it."""
    assert message_problems(payload["text"], payload["blocks"]) == []
    return [visible.text for visible in slack_quotations(payload)]


def words(blocks: list[Payload]) -> str:
    """All words of blocks, read without the bot's decoder."""
    assert block_problems(blocks, 100) == []
    return " ".join(_texts(blocks))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for inner in value.values() for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else []


async def shown_to(person: Person) -> Payload:
    """What the person's last press brought, as a message that they alone see."""
    [post] = await person.slack.until(lambda: person.hook.posts)
    assert post["response_type"] == "ephemeral"
    return post


async def opened(person: Person, before: int) -> Payload:
    """The modal that opens after there were so many."""
    views = person.slack.state.views
    await person.slack.until(lambda: len(views) > before)
    return list(views.values())[-1]


@pytest.mark.parametrize(
    "command", [name for name, one in COMMANDS.items() if name.startswith("case ") and not one.acts]
)
async def test_a_question_about_the_case_is_answered_in_the_acknowledgement(
    person: Person, command: str
) -> None:
    answer = (await person.types(f"/{command}")).body
    assert answer["response_type"] == "ephemeral"
    assert quoted(answer) or command in {"case changes", "case caveats"}
    assert "Carroll v. Trump" in answer["text"]


async def test_quotations_are_looked_up_and_verified(person: Person) -> None:
    assert APPEAL in quoted((await person.types("/quote travesty of justice")).body)
    claimed = (await person.types("/verify Carroll was awarded $50 million in damages")).body
    assert "≠ Altered" in claimed["text"]
    assert quoted(claimed)


async def test_help_tells_what_can_be_asked_and_of_each_command_its_options(person: Person) -> None:
    answer = (await person.types("/help")).body
    for name in ("case status", "case statements", "verify", "quote", "ask", "digest schedule"):
        assert f"/{name}" in answer["text"]
    for group in {name.split()[0] for name in COMMANDS}:
        text = (await person.types(f"/help {group}")).body["text"]
        of_group = [name for name in COMMANDS if name.split()[0] == group]
        assert all(f"/{name}" in text for name in of_group[:ON_A_PAGE])
    assert "Share to channel" not in words(answer["blocks"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/case damage", "Did you mean /case damages?"),
        ("/case", "/case needs one more word"),
        ("/case status lawsuits:", "is not understood"),
        ("/verify", "Which quotation?"),
        ("/verify " + "a" * 10_000, "That is too long: 10,008 characters"),
        ("/quote \x07", "a character that is not text (U+0007)"),
    ],
)
async def test_what_cannot_be_answered_gets_a_sentence_and_the_forms(
    person: Person, typed: str, said: str
) -> None:
    answer = (await person.types(typed)).body
    assert said in answer["text"]
    assert quoted(answer) == []
    assert "Share to channel" not in words(answer["blocks"])


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("/verify Tom &amp; Jerry &lt;3 the whole cat", "Tom & Jerry <3 the whole cat"),
        ("/verify <!channel> and <@U1|ann> pay attention", "channel and ann pay attention"),
        ("/verify Trump's “travesty”\u00a0of ‘justice’ isn't", "‘justice’ isn't"),
        (
            "/verify four words &lt;!channel&gt; between &lt;@U1&gt; them",
            "four words <!channel> between <@U1> them",
        ),
        ("/quote payload", "payload"),
    ],
)
async def test_signs_and_marks_arrive_as_they_were_meant_and_ring_nobody(
    person: Person, typed: str, shown: str
) -> None:
    answer = (await person.types(typed)).body
    quoted(answer)
    assert shown in words(answer["blocks"])


async def test_a_button_below_an_answer_asks_on(person: Person) -> None:
    answer = (await person.types("/case status")).body
    asked = button(answer["blocks"], "Damages")
    assert (await person.clicks(asked)).body == {}
    follow_on = await shown_to(person)
    assert AWARD in quoted(follow_on)
    assert follow_on["replace_original"] is False


async def test_pages_are_turned_in_place_and_in_a_shared_message_for_one_alone(person: Person) -> None:
    first = (await person.types("/case statements")).body
    turn = button(first["blocks"], "2/")
    await person.clicks(turn)
    second = await shown_to(person)
    assert second["replace_original"] is True
    assert set(quoted(second)).isdisjoint(quoted(first))
    await person.clicks(turn, ephemeral=False)
    alone = await shown_to(person)
    assert (alone["replace_original"], alone["blocks"]) == (False, second["blocks"])


async def test_everything_takes_the_place_of_an_answer_that_one_person_alone_sees(person: Person) -> None:
    short = (await person.types("/case damages")).body
    await person.clicks(button(short["blocks"], "Everything"))
    full = await shown_to(person)
    assert full["replace_original"] is True
    asked = (await person.types("/case damages detail:full")).body
    assert (full["text"], full["blocks"]) == (asked["text"], asked["blocks"])
    assert len(quoted(full)) > len(quoted(short))
    assert '"Everything"' not in json.dumps(full["blocks"])


async def test_everything_of_a_public_answer_opens_as_a_modal(person: Person) -> None:
    before = len(person.slack.state.views)
    short = (await person.types("/case damages")).body
    everything = button(short["blocks"], "Everything")
    await person.clicks(everything, ephemeral=False)
    modal = await opened(person, before)
    full = (await person.types("/case damages detail:full")).body
    assert all(text in words(modal["blocks"]) for text in quoted(full))
    assert "Share to channel" not in words(modal["blocks"])
    assert not person.hook.posts
    timeline = (await person.types("/case timeline")).body
    await person.clicks(button(timeline["blocks"], "Everything"), view=modal)
    views = person.slack.state.views
    await person.slack.until(lambda: "· timeline" in words(views[modal["id"]]["blocks"]))


async def test_an_answer_is_shared_with_the_channel_and_taken_from_its_asker(person: Person) -> None:
    before = len(person.slack.messages())
    answer = (await person.types("/case damages")).body
    await person.clicks(button(answer["blocks"], "Share to channel"))
    await person.slack.until(lambda: len(person.hook.posts) == 2)
    shared, removed = person.hook.posts
    assert shared["response_type"] == "in_channel"
    assert quoted(shared) == quoted(answer)
    assert removed == {"delete_original": True}
    assert len(person.slack.messages()) == before + 1
    assert "Share to channel" not in words(shared["blocks"])


async def test_a_quotation_is_shown_in_its_paragraph(person: Person) -> None:
    before = len(person.slack.state.views)
    answer = (await person.types("/case damages")).body
    await person.clicks(option(answer["blocks"], "Carroll was awarded $5 million"))
    modal = await opened(person, before)
    assert modal["title"]["text"] == "In its paragraph"
    assert AWARD in words(modal["blocks"])
    assert "Share to channel" not in words(modal["blocks"])


async def test_buttons_and_menus_work_in_a_modal_too(person: Person) -> None:
    before = len(person.slack.state.views)
    answer = (await person.types("/case damages")).body
    await person.clicks(option(answer["blocks"], "Carroll was awarded $5 million"))
    modal = await opened(person, before)
    status = (await person.types("/case status")).body
    await person.clicks(button(status["blocks"], "Timeline"), view=modal)
    views = person.slack.state.views
    await person.slack.until(lambda: "Carroll v. Trump · timeline" in words(views[modal["id"]]["blocks"]))
    await person.clicks(option(answer["blocks"], "Carroll was awarded $5 million"), view=modal)
    await person.slack.until(lambda: person.slack.calls("views.push"))


async def test_quotes_of_any_message_are_checked(person: Person) -> None:
    blocks = [
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "He said it:"}]},
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "TRAVESTY OF JUSTICE"}]},
            ],
        }
    ]
    before = len(person.slack.state.views)
    message = {"text": "", "blocks": blocks, "ts": "1.1", "thread_ts": "1.0", "user": person.user}
    await person.on_message("check_quotes", message)
    modal = await opened(person, before)
    checked = words(modal["blocks"])
    assert modal["title"]["text"] == "Checked quotations"
    assert "✓ Verbatim" in checked
    assert "You wrote: TRAVESTY OF JUSTICE" in checked
    assert "Outside the marks: 3 words, not checked." in checked
    [link] = [part for part in modal["blocks"][0]["elements"][0]["elements"] if part["type"] == "link"]
    assert link["url"] == f"https://newsroom.slack.com/archives/{person.channel}/p11"
    before = len(person.slack.state.views)
    said = "She was &quot;awarded $50 million&quot; said <@U2> &amp; <https://a.example|b>"
    await person.on_message("check_quotes", {"text": said, "ts": "1.1", "user": "U2"})
    checked = words((await opened(person, before))["blocks"])
    assert "≠ Altered" in checked
    assert "The message says: awarded $50 million" in checked


@pytest.mark.parametrize(
    ("text", "coverage"),
    [
        ("“TRAVESTY OF JUSTICE”", ("Verbatim: these words stand in the source exactly so.",)),
        (
            "“TRAVESTY OF JUSTICE” and “a total Scam”, and “he bribed every juror”, he said",
            (
                "Not in our sources: 3 quotations found, all 3 checked: ",
                "Outside the marks: 4 words, not checked.",
            ),
        ),
        ("nothing here", ("There is no quotation in this message.",)),
    ],
)
async def test_the_report_on_a_message_says_what_was_checked_and_what_was_searched(
    person: Person, text: str, coverage: tuple[str, ...]
) -> None:
    before = len(person.slack.state.views)
    await person.on_message("check_quotes", {"text": text, "user": "U2", "ts": "1.1"})
    checked = words((await opened(person, before))["blocks"])
    for sentence in (*coverage, "Searched: 1 case and 1 source, the newest of July 12, 2023."):
        assert sentence in checked


async def test_every_visible_part_of_a_message_is_checked(person: Person) -> None:
    forwarded = {
        "message_blocks": [{"message": {"blocks": [_rich("I have NO IDEA WHO SHE IS")]}}],
        "is_share": True,
    }
    label = {"type": "link", "url": "https://a.example", "text": "I won that at trial"}
    message = {
        "text": "not shown: “I never met anybody”",
        "user": "U2",
        "ts": "1.1",
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": "“a total *Scam*”"}},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "“very unfair” he was"}]},
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [label]}]},
        ],
        "attachments": [{"title": "“political Witch Hunt”", "text": "“a hostile Judge and Jury”"}, forwarded],
    }
    before = len(person.slack.state.views)
    await person.on_message("check_quotes", message)
    checked = words((await opened(person, before))["blocks"])
    assert "Verbatim: 6 quotations found, all 6 checked: 6 verbatim." in checked
    assert "I never met anybody" not in checked


def _rich(text: str) -> Payload:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": text}]}],
    }


async def test_the_report_on_a_long_message_is_turned_in_its_modal(person: Person) -> None:
    before = len(person.slack.state.views)
    text = " ".join(f"“Carroll was awarded ${number} million in damages”" for number in range(20, 48))
    await person.on_message("check_quotes", {"text": text, "user": "U2", "ts": "1.1"})
    modal = await opened(person, before)
    assert "Altered: 28 quotations found, all 28 checked: 28 altered." in words(modal["blocks"])
    await person.clicks(button(modal["blocks"], "2/"), view=modal)
    turned = await person.slack.until(lambda: _with(person, "◀ 1/"))
    assert turned is not None
    assert "$23 → $5" in words(turned["blocks"])
    assert turned["title"]["text"] == "Checked quotations"


def _with(person: Person, words_shown: str) -> Payload | None:
    views = person.slack.state.views.values()
    return next((view for view in views if words_shown in words(view["blocks"])), None)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"text": "", "blocks": []}, "There is no quotation in this message."),
        ({"text": "x" * 10_000}, "That is too long"),
        ({"text": "<!channel> <@U1> <!here>"}, "There is no quotation in this message."),
        ({"text": "look:"}, "There is no quotation in this message."),
        ({"text": "lol"}, "There is no quotation in this message."),
    ],
)
async def test_a_message_that_cannot_be_checked_gets_a_sentence(
    person: Person, message: Payload, said: str
) -> None:
    before = len(person.slack.state.views)
    await person.on_message("check_quotes", message)
    assert said in words((await opened(person, before))["blocks"])


async def test_a_quotation_is_looked_up_in_a_modal(person: Person) -> None:
    before = len(person.slack.state.views)
    await person.shortcuts("look_up")
    modal = await opened(person, before)
    offered = await person.is_offered("quotation", "travesty of jus", modal)
    [appeal] = [one for one in offered if one["text"]["text"].startswith("WE ARE STRONGLY APPEALING")]
    assert len(await person.is_offered("quotation", "", modal)) == 25
    chosen = {"type": "external_select", "selected_option": appeal}
    answered = (await person.submits(modal, {"quotation": chosen})).body
    assert answered["response_action"] == "update"
    assert APPEAL in words(answered["view"]["blocks"])
    typed = (await person.submits(modal, {"words": {"value": "travesty"}})).body
    assert APPEAL in words(typed["view"]["blocks"])
    empty = (await person.submits(modal, {})).body
    assert empty["errors"] == {"b:words": "Choose a quotation, or type words of it."}


async def test_the_home_tab_shows_cases_changes_and_what_somebody_keeps(person: Person) -> None:
    homes = person.slack.state.homes
    homes.clear()
    await person.opens_home()
    await person.slack.until(lambda: "U1" in homes)
    home = homes["U1"]
    assert "Carroll v. Trump" in words(home["blocks"])
    assert "What this bot holds has not changed" in words(home["blocks"])
    assert "Press “Keep as a shortcut”" in words(home["blocks"])
    answer = (await person.types("/case damages")).body
    await person.clicks(button(answer["blocks"], "Keep as a shortcut"))
    kept = await shown_to(person)
    assert "Kept" in kept["text"]
    assert "no answer" not in json.dumps(kept)
    await person.slack.until(lambda: "/case damages" in words(homes["U1"]["blocks"]))
    kept = homes["U1"]
    shortcut = button(kept["blocks"], "/case damages")
    before = len(person.slack.state.views)
    await person.clicks(shortcut, view=kept)
    assert AWARD in words((await opened(person, before))["blocks"])
    await person.clicks(button(kept["blocks"], "Remove"), view=kept)
    await person.slack.until(lambda: "/case damages" not in words(homes["U1"]["blocks"]))


async def test_the_home_tab_leads_to_a_case_and_to_the_look_up(person: Person) -> None:
    await person.opens_home()
    await person.slack.until(lambda: "U1" in person.slack.state.homes)
    home = person.slack.state.homes["U1"]
    for label, shown in (
        ("Where it stands", "The 2019 lawsuit"),
        ("Look up a quotation", "Choose a quotation"),
    ):
        before = len(person.slack.state.views)
        await person.clicks(button(home["blocks"], label), view=home)
        assert shown in words((await opened(person, before))["blocks"])
    before = len(person.slack.state.views)
    chosen = {"type": "external_select", "action_id": "find_case", "block_id": "b"}
    value = (await person.is_offered("find_case", "car", home))[0]
    await person.clicks({**chosen, "selected_option": value}, view=home)
    assert "The 2019 lawsuit" in words((await opened(person, before))["blocks"])


async def unfurled(person: Person, *addresses: str) -> Message:
    message = await person.posts_links(*addresses)
    await person.slack.until(lambda: message.unfurls)
    return message


async def test_links_to_our_pages_show_what_they_lead_to_and_no_others(person: Person) -> None:
    answer = (await person.types("/case damages")).body
    links = [
        part["url"]
        for block in answer["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        for part in element["elements"]
        if part["type"] == "link"
    ]
    case = f"{PUBLIC_URL}/cases/carroll-v-trump"
    foreign = ("https://elsewhere.example/cases/carroll-v-trump", f"{PUBLIC_URL}/playground", f"{case}-2")
    message = await unfurled(person, links[0], case, *foreign)
    assert set(message.unfurls) == {links[0], case}
    assert AWARD in words(message.unfurls[links[0]]["blocks"])
    assert "The 2019 lawsuit" in words(message.unfurls[case]["blocks"])
    assert all(block["type"] != "actions" for one in message.unfurls.values() for block in one["blocks"])


@pytest.mark.parametrize(
    "value", ["", "1:0:/case status", "2::/case status", "1::/case nonsense", "1:1!:/help " + "x" * 9_000]
)
async def test_a_forged_button_does_nothing_and_is_answered(person: Person, value: str) -> None:
    forged = {"type": "button", "action_id": "ask:0", "value": value, "block_id": "b"}
    await person.clicks(forged)
    assert "another version of the bot" in (await shown_to(person))["text"]


async def test_only_what_tells_of_a_case_can_be_shared_even_by_a_forged_button(person: Person) -> None:
    for command in ("/help", "/case status case:nonsense"):
        forged = {"type": "button", "action_id": "ask:0", "value": f"1:1!:{command}", "block_id": "b"}
        before = len(person.slack.messages())
        await person.clicks(forged)
        quoted(await shown_to(person))
        assert len(person.slack.messages()) == before


async def test_what_the_bot_does_not_know_is_acknowledged_all_the_same(person: Person) -> None:
    unknown = {"type": "button", "action_id": "of_a_future_version", "value": "x", "block_id": "b"}
    assert (await person.clicks(unknown)).status == 200
    assert (await person.event({"type": "message", "text": "hello", "user": "U1"})).status == 200


async def test_forged_values_of_a_modal_are_refused_in_words(person: Person) -> None:
    before = len(person.slack.state.views)
    await person.shortcuts("look_up")
    modal = {**(await opened(person, before)), "private_metadata": "x" * 3_000}
    forged: list[Payload] = [
        {"selected_option": {"value": "#nothing"}},
        {"selected_option": {"value": {"not": "text"}}},
        {"selected_option": None},
    ]
    for value in forged:
        answered = (await person.submits(modal, {"quotation": value, "words": {"value": "travesty"}})).body
        words(answered["view"]["blocks"])
    answered = (await person.submits(modal, {"words": {"value": "y" * 10_000}})).body
    assert "That is too long" in words(answered["view"]["blocks"])


@pytest.mark.parametrize(("tag", "amount"), [("es-ES", "5.000.000 US$"), ("es-LA", "USD 5,000,000")])
async def test_somebody_who_reads_spanish_is_answered_in_spanish(
    person: Person, tag: str, amount: str
) -> None:
    reader = person.but(user=f"U-{tag}")
    person.slack.state.users[reader.user] = type(person.slack.state.users["U1"])(reader.user, locale=tag)
    status = (await reader.types("/case status")).body
    assert "Según lo publicado el 12 de julio de 2023" in status["text"]
    assert "responsable (civilmente) de sexual abuse [en]" in status["text"]
    found = (await reader.types("/quote travesty of justice")).body
    assert "1 resultado para" in found["text"]
    assert APPEAL in quoted(found)
    damages = (await reader.types("/case damages detail:full")).body
    assert amount in json.dumps(damages, ensure_ascii=False)
    assert AWARD in quoted(damages)
    refused = (await reader.types("/case damage")).body
    assert "¿Quiso decir /case damages?" in refused["text"]
    assert refused["response_type"] == "ephemeral"


async def test_answers_to_somebody_who_reads_german_are_german(person: Person) -> None:
    person.slack.state.users["U3"] = type(person.slack.state.users["U1"])("U3", locale="de-DE")
    answer = (await person.but(user="U3").types("/case damages")).body
    assert "12. Juli 2023" in answer["text"]
    assert AWARD in quoted(answer)
