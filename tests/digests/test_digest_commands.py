"""``/digest`` and ``/settings`` at the seam: what is said, to whom, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answers.asker import Asker
from bot.answers.choices import Choice
from bot.answers.query import Query
from bot.db import subscriptions
from bot.db.database import open_database, writing
from bot.db.subscriptions import NewSubscription
from bot.digests.digest_commands import MOST_OF_A_PERSON, MOST_OF_A_WORKSPACE
from bot.digests.outcomes import Reason, Rejected
from bot.digests.senders import Target
from bot.digests.targets import REASONS
from bot.rendering.render import to_discord, to_slack
from bot.rendering.translations import known_locale
from tests.digests.places import ADMIN, MEMBER, Place
from tests.rendering.limits import assert_discord_takes, assert_slack_takes

DAILY = "/digest schedule weekdays 9:00 Europe/Berlin"


async def test_a_digest_is_scheduled_and_its_next_run_is_shown(place: Place) -> None:
    said = await place.say(DAILY)
    assert "Scheduled." in said
    assert "Digest 1: weekdays 09:00 Europe/Berlin" in said
    assert "Next: Wednesday, 25 November 2026, 09:00 (Europe/Berlin)" in said
    kept = place.kept(1)
    assert (kept.platform, kept.workspace, kept.kind, kept.channel) == ("discord", "guild", "channel", "news")
    assert (kept.owner, kept.case_id, kept.contents, kept.nothing_new) == (
        "ada",
        "carroll-v-trump",
        "full",
        "skip",
    )
    assert kept.next_run_at == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert (kept.schedule, kept.zone, kept.state) == (
        "weekdays 09:00 Europe/Berlin",
        "Europe/Berlin",
        "active",
    )


async def test_every_option_of_a_schedule_is_kept(place: Place) -> None:
    await place.say(
        "/digest schedule fri 4pm new york channel:<#123> case:carroll-v-trump "
        "contents:changes nothing_new:say"
    )
    kept = place.kept(1)
    assert (kept.channel, kept.contents, kept.nothing_new) == ("123", "changes", "say")
    assert "In the channel #123" in await place.say("/digest list")
    assert place.asked == [Target("discord", "guild", "channel", "123")]


@pytest.mark.parametrize(
    ("link", "thread"),
    [
        ("https://news.slack.com/archives/C7/p1718000000123456", "1718000000.123456"),
        ("<https://news.slack.com/archives/C7/p1718000000123456|a message>", "1718000000.123456"),
        (
            "<https://news.slack.com/archives/C7/p1718000009000000?thread_ts=1718000000.123456&amp;cid=C7>",
            "1718000000.123456",
        ),
    ],
)
async def test_on_slack_a_link_to_a_message_schedules_a_digest_of_its_thread(
    place: Place, link: str, thread: str
) -> None:
    there = replace(ADMIN, platform="slack")
    assert "Scheduled." in await place.say(f"{DAILY} channel:{link}", there)
    kept = place.kept(1)
    assert (kept.kind, kept.channel, kept.thread) == ("thread", "C7", thread)
    assert place.asked == [Target("slack", "guild", "thread", "C7", thread)]
    assert "is not a channel" in await place.say(f"{DAILY} channel:{link}")


async def test_the_same_digest_twice_is_told_and_shown(place: Place) -> None:
    await place.say(DAILY)
    for again in (DAILY, "/digest schedule werktags um 9 Uhr Berlin", f"{DAILY} contents:changes"):
        answered = await place.say(again)
        assert "Digest 1 does that already: nothing was scheduled." in answered
        assert "Next: Wednesday, 25 November 2026, 09:00 (Europe/Berlin)" in answered
    await place.say("/digest pause 1")
    assert "Paused. /digest resume starts it again." in await place.say(DAILY)
    assert "Scheduled." in await place.say("/digest schedule daily 9:00 London")
    assert "Scheduled." in await place.say("/digest schedule daily 9:01 Berlin")
    assert "Scheduled." in await place.say(f"{DAILY} channel:C7")
    await place.say("/digest remove 1")
    assert "Scheduled." in await place.say(DAILY)


async def test_both_platforms_show_the_next_run_in_the_readers_own_time_zone(place: Place) -> None:
    await place.say(DAILY)
    [message] = await place.payload("/digest list", to_discord)
    assert_discord_takes(message)
    assert "<t:1795593600:F>" in str(message["components"])
    [message] = await place.payload("/digest list", to_slack)
    assert_slack_takes(message)
    assert "'timestamp': 1795593600" in str(message["blocks"])
    assert "Wednesday, 25 November 2026, 09:00 (Europe/Berlin)" in message["text"]


@pytest.mark.parametrize(
    ("refused", "sentence"),
    [
        (
            Rejected(Reason.NO_PERMISSION, "Send Messages"),
            "the bot may not post there; give it the permission (Send Messages)",
        ),
        (Rejected(Reason.NO_CHANNEL), "that channel is not there, or the bot cannot see it"),
    ],
)
async def test_a_channel_that_cannot_be_posted_in_is_refused_with_the_missing_permission(
    place: Place, refused: Rejected, sentence: str
) -> None:
    place.refused = refused
    assert f"Nothing was scheduled: {sentence}." in await place.say(DAILY)
    assert "No digest is scheduled here." in await place.say("/digest list")


async def test_every_reason_for_a_pause_is_worded() -> None:
    assert set(REASONS) >= set(Reason)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/digest schedule", "At what time?"),
        ("/digest schedule weekdays 9:00", "In which time zone?"),
        ("/digest schedule weekdays 25:00 utc", "25:00 is no time of the day"),
        ("/digest schedule daily 9:00 Europe/Berln", "Did you mean Europe/Berlin?"),
        (f"{DAILY} channel:“two words”", "“two words” is not a channel."),
        (f"{DAILY} case:nowhere", "There is no case “nowhere”."),
        (f"{DAILY} contents:all", "contents: is full or changes, not “all”."),
        ("/digest pause", "No digest is scheduled in this channel."),
        ("/digest pause 7", "There is no digest “7” here."),
        ("/digest pause ²", "There is no digest “²” here."),
        (f"/digest pause {'9' * 40}", "There is no digest “"),
        ("/digest list 7", "/digest list takes no options"),
        ("/digest", "/digest needs one more word: schedule, list, preview, now, pause, resume, remove."),
        ("/settings", "/settings needs one more word: show, set."),
    ],
)
async def test_what_cannot_be_done_is_answered_with_its_cure(place: Place, typed: str, sentence: str) -> None:
    assert sentence in await place.say(typed)


async def test_a_workspace_that_has_its_most_digests_is_told_the_limit(place: Place) -> None:
    new = NewSubscription("discord", "guild", "channel", "other", "ada", "daily 09:00 UTC", "UTC", place.now)
    with writing(place.database) as connection:
        for _ in range(MOST_OF_A_WORKSPACE):
            subscriptions.add(connection, new, place.now)
    said = await place.say(DAILY)
    assert "This workspace has 100 digests already, which is the limit." in said
    elsewhere = replace(ADMIN, workspace="another guild")
    assert "Scheduled." in await place.say(DAILY, elsewhere)
    listed = await place.say("/digest list")
    assert "100 digests, of which these are the first 25." in listed


async def test_a_person_has_digests_of_their_own_in_a_direct_message(place: Place) -> None:
    ada, bob = (Asker("discord", "", f"dm of {name}", name, is_direct=True) for name in ("ada", "bob"))
    for minute in range(MOST_OF_A_PERSON):
        assert "Scheduled." in await place.say(f"/digest schedule daily 8:{minute:02} Berlin", ada)
    assert "You have 10 digests already, which is the limit." in await place.say(DAILY, ada)
    assert "Scheduled." in await place.say(DAILY, bob)
    kept = place.kept(11)
    assert (kept.kind, kept.channel) == ("dm", "bob")
    assert "1 digest." in await place.say("/digest list", bob)
    assert "There is no digest “1” here." in await place.say("/digest pause 1", bob)
    assert "comes to you alone" in await place.say(f"{DAILY} channel:123", bob)
    # A server's administrator has nothing to do with them.
    eve = replace(ADMIN, user="eve")
    assert "There is no digest “1” here." in await place.say("/digest remove 1", eve)
    assert "No digest is scheduled here." in await place.say("/digest list", eve)


CHANGING = ["pause", "resume", "remove", "now"]


@pytest.mark.parametrize("command", CHANGING)
async def test_a_direct_message_gives_no_say_over_the_digests_of_a_channel(
    place: Place, command: str
) -> None:
    there = Asker("slack", "T1", "C1", "U1", manages=True)
    await place.say(DAILY, there)
    alone = Asker("slack", "T1", "D2", "U2", is_direct=True)
    assert "Only whoever may manage" in await place.say(f"/digest {command} 1", alone)
    assert place.kept(1).state == "active"
    assert "Only whoever may manage" not in await place.say(
        f"/digest {command} 1", replace(there, channel="D1", is_direct=True)
    )


@pytest.mark.parametrize("command", ["preview", *CHANGING])
async def test_the_same_id_in_another_workspace_is_another_person(place: Place, command: str) -> None:
    alone = Asker("slack", "T1", "D2", "U2", is_direct=True)
    await place.say(DAILY, alone)
    for elsewhere in (replace(alone, workspace="T2"), Asker("slack", "T2", "C9", "U2")):
        assert "There is no digest “1” here." in await place.say(f"/digest {command} 1", elsewhere)


async def test_what_another_channel_follows_is_for_whoever_may_manage_it(place: Place) -> None:
    await place.say(DAILY)
    elsewhere = replace(MEMBER, channel="other")
    assert "Only whoever may manage" in await place.say("/digest preview 1", elsewhere)
    assert "Only whoever may manage" not in await place.say("/digest preview 1", MEMBER)
    assert "Only whoever may manage" not in await place.say(
        "/digest preview 1", replace(ADMIN, channel="other")
    )


@pytest.mark.parametrize(
    ("platform", "channel"),
    [
        ("slack", "D0123ABCD"),
        ("slack", "U0123ABCD"),
        ("slack", ".."),
        ("slack", "https://example.slack.com/archives/D0123ABCD/p1700000000000100"),
        ("slack", "C" + "1" * 100),
        ("discord", "1" * 100),
    ],
)
async def test_what_is_no_channel_gets_no_digest(place: Place, platform: str, channel: str) -> None:
    here = Asker(platform, "T1", "C1", "U1", manages=True)
    assert "is not a channel" in await place.say(f"{DAILY} channel:{channel}", here)


async def test_the_digests_of_people_leave_those_of_the_channels_their_room(place: Place) -> None:
    own = NewSubscription("slack", "T1", "dm", "U2", "U2", "daily 09:00 UTC", "UTC", place.now)
    with writing(place.database) as connection:
        for _ in range(MOST_OF_A_WORKSPACE):
            subscriptions.add(connection, own, place.now)
    assert "Scheduled." in await place.say(DAILY, Asker("slack", "T1", "C1", "U1", manages=True))


async def test_one_may_manage_the_digests_of_ones_own_messages_from_a_channel(place: Place) -> None:
    alone = Asker("slack", "T1", "D2", "U2", is_direct=True)
    await place.say(DAILY, alone)
    assert "is paused" in await place.say("/digest pause 1", replace(alone, channel="C1", is_direct=False))


@pytest.mark.parametrize("command", [DAILY, *(f"/digest {name} 1" for name in CHANGING)])
async def test_only_those_who_may_manage_change_digests_whatever_the_platform_let_through(
    place: Place, command: str
) -> None:
    await place.say(DAILY)
    before = place.kept(1)
    said = await place.say(command, MEMBER)
    assert "Only whoever may manage this place can change its digests" in said
    assert place.kept(1) == before
    assert "1 digest." in await place.say("/digest list", MEMBER)
    assert "where the case stands" in await place.say("/digest preview", MEMBER)


@pytest.mark.parametrize("named", ["<@bob>", "<@!bob>", "<@bob|Bob>", "@eve @bob", "everyone", "eve,bob"])
async def test_those_named_for_it_manage_the_digests_of_their_channel(place: Place, named: str) -> None:
    admin, member = replace(ADMIN, platform="slack"), replace(MEMBER, platform="slack")
    await place.say(f"/settings set managers:{named}", admin)
    assert "Scheduled." in await place.say(DAILY, member)
    assert "is paused" in await place.say("/digest pause", member)
    other = replace(member, channel="other")
    assert "Only whoever may manage" in await place.say(DAILY, other)
    assert "Only whoever may manage" in await place.say(f"{DAILY} channel:other", member)
    await place.say("/settings set where:workspace managers:everyone", admin)
    assert "Scheduled." in await place.say(DAILY, other)
    await place.say("/settings set where:workspace managers:none", admin)
    assert "Only whoever may manage" in await place.say(DAILY, other)


async def test_a_digest_of_another_workspace_is_not_there(place: Place) -> None:
    await place.say(DAILY)
    stranger = replace(ADMIN, workspace="another guild")
    for name in (*CHANGING, "preview"):
        assert "There is no digest “1” here." in await place.say(f"/digest {name} 1", stranger)
    other_platform = replace(ADMIN, platform="slack")
    assert "There is no digest “1” here." in await place.say("/digest pause 1", other_platform)


async def test_a_paused_digest_keeps_its_settings_and_replays_nothing(place: Place) -> None:
    await place.say(f"{DAILY} contents:changes")
    said = await place.say("/digest pause")
    assert "Digest 1 is paused. Its settings are kept." in said
    assert place.kept(1).next_run_at is None
    assert "is paused: /digest resume starts it again." in await place.say("/digest now")
    place.now += timedelta(days=30)
    said = await place.say("/digest resume")
    assert "What fell due in the meantime is not sent later." in said
    kept = place.kept(1)
    assert kept.next_run_at == datetime(2026, 12, 25, 8, tzinfo=UTC)
    assert (kept.contents, kept.schedule) == ("changes", "weekdays 09:00 Europe/Berlin")


async def test_a_digest_that_its_place_refuses_is_shown_with_the_reason_and_stays_paused(
    place: Place,
) -> None:
    await place.say(DAILY)
    with writing(place.database) as connection:
        subscriptions.pause(connection, [1], Reason.NO_PERMISSION, "Send Messages")
    listed = await place.say("/digest list")
    assert "Paused: the bot may not post there; give it the permission (Send Messages)." in listed
    place.refused = Rejected(Reason.NO_PERMISSION, "Send Messages")
    assert "Digest 1 stays paused: the bot may not post there" in await place.say("/digest resume")
    place.refused = None
    assert "Digest 1 is on." in await place.say("/digest resume")


async def test_now_makes_a_digest_due_at_once_and_after_that_as_scheduled(place: Place) -> None:
    await place.say(DAILY)
    assert "Digest 1 is posted in a moment." in await place.say("/digest now")
    assert place.kept(1).next_run_at == place.now


async def test_now_waits_for_the_end_of_quiet_hours(place: Place) -> None:
    await place.say("/digest schedule daily 15:00 UTC quiet 10:00-14:00")
    said = await place.say("/digest now")
    assert "posted when its quiet hours end: Tuesday, 24 November 2026, 14:00 (UTC)." in said


async def test_now_posts_nothing_where_nothing_is_new(place: Place) -> None:
    await place.say(DAILY)
    seen = (await place.payload("/digest preview", lambda answer, _: answer)).query.get("since")
    assert seen == "start"
    place.change(1, seen=place.cursor())
    due = place.kept(1).next_run_at
    assert "nothing is posted" in await place.say("/digest now")
    assert place.kept(1).next_run_at == due
    assert "Nothing is new, so nothing would be posted." in await place.say("/digest preview")
    assert "where the case stands" in await place.say("/digest preview since:start")


async def test_a_removed_digest_is_gone(place: Place) -> None:
    await place.say(DAILY)
    assert "Digest 1 is removed: weekdays 09:00 Europe/Berlin." in await place.say("/digest remove")
    assert "No digest is scheduled here." in await place.say("/digest list")


async def test_without_a_number_the_only_digest_of_the_channel_is_meant(place: Place) -> None:
    await place.say(DAILY)
    await place.say(f"{DAILY} channel:other")
    assert "Digest 1 is paused." in await place.say("/digest pause")
    await place.say("/digest schedule weekends 9:00 Europe/Berlin")
    assert "This channel has the digests 1, 3: add the number." in await place.say("/digest pause")
    assert "Digest 3 is paused." in await place.say("/digest pause 3")
    assert "Digest 2 is paused." in await place.say("/digest pause #2")


async def test_settings_of_a_channel_go_before_those_of_its_workspace(place: Place) -> None:
    await place.say("/settings set where:workspace zone:berlin visibility:private case:carroll-v-trump")
    await place.say("/settings set zone:Asia/Tokyo")
    said = await place.say("/settings show", MEMBER)
    assert "Time zone: Asia/Tokyo (set for this channel)" in said
    assert "Answers: private (set for the workspace)" in said
    assert "Case: carroll-v-trump (set for the workspace)" in said
    assert "Digests are managed by administrators" in said
    assert "Digest 1: daily 09:00 Asia/Tokyo" in await place.say("/digest schedule daily 9:00")
    await place.say("/settings set zone:none")
    assert "Time zone: Europe/Berlin (set for the workspace)" in await place.say("/settings show")
    assert (await place.preferences.of(ADMIN)).visibility == "private"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nothing to set was named"),
        ("zone:Europe/Berln", "Did you mean Europe/Berlin?"),
        ("case:nowhere", "There is no case “nowhere”."),
        ("visibility:some", "visibility: is public, private, none or “private, locked”, not “some”."),
        ("managers:<#77>", "“<#77>” names nobody whom Discord knows."),
        ("managers:@ada", "“@ada” names nobody whom Discord knows."),
    ],
)
async def test_what_cannot_be_set_is_answered_with_its_cure(place: Place, typed: str, sentence: str) -> None:
    said = await place.say(f"/settings set {typed}")
    assert sentence in said
    assert "/settings set [case:…]" in said or "case" in typed
    assert "each schedule names its own" in await place.say("/settings show")


async def test_only_administrators_change_settings_and_everybody_those_of_their_own_messages(
    place: Place,
) -> None:
    assert "Only whoever may manage this place" in await place.say("/settings set zone:utc", MEMBER)
    alone = Asker("slack", "T1", "D1", "U1", is_direct=True)
    assert "UTC (set for this channel)" in await place.say("/settings set zone:utc", alone)
    assert "settings of its own alone" in await place.say("/settings set where:workspace zone:utc", alone)


async def test_slack_answers_whoever_asks_and_a_button_shares(place: Place) -> None:
    there = Asker("slack", "T1", "C1", "U1", manages=True)
    said = await place.say("/settings set visibility:public", there)
    assert "On Slack answers are for whoever asks; the button below one shows it to all." in said
    assert "Saved" in await place.say("/settings set visibility:private", there)


async def test_a_setting_of_a_case_is_not_the_case_that_a_command_means(place: Place) -> None:
    await place.say("/settings set case:carroll-v-trump")
    await place.say("/settings set case:none")
    assert "Case: each command names its own" in await place.say("/settings set zone:utc")


async def test_schedules_zones_and_digests_are_completed_while_somebody_types(place: Place) -> None:
    async def choices(command: str, option: str, typed: str) -> list[Choice]:
        return list(await place.service.complete(Query(command), option, typed, 25, ADMIN))

    assert (await choices("digest schedule", "when", ""))[0].value == "weekdays 09:00 UTC"
    await place.say("/settings set zone:Asia/Tokyo")
    assert (await choices("digest schedule", "when", "mon 8am"))[
        0
    ].value == "every monday at 08:00 Asia/Tokyo"
    assert (await choices("settings set", "zone", "berl"))[0] == Choice(
        "Europe/Berlin (13:00)", "Europe/Berlin"
    )
    assert [one.value for one in await choices("digest schedule", "contents", "c")] == ["changes"]
    await place.say(DAILY)
    assert await choices("digest pause", "id", "week") == [Choice("1: weekdays 09:00 Europe/Berlin", "1")]
    assert await choices("digest pause", "id", "none like it") == []


@pytest.mark.parametrize(
    ("locale", "first"),
    [
        ("de-AT", "jeden Montag um 09:00 Europe/Berlin"),
        ("es-ES", "every monday at 09:00 UTC"),
        ("pt-BR", "every monday at 09:00 UTC"),
    ],
)
async def test_schedules_are_completed_in_the_language_of_the_locale(
    place: Place, locale: str, first: str
) -> None:
    asker = replace(ADMIN, locale=known_locale(locale))
    found = await place.service.complete(Query("digest schedule"), "when", "mo", 25, asker)
    assert found[0].name == first


async def test_the_terminal_is_called_by_its_name_in_every_language(place: Place) -> None:
    asker = replace(ADMIN, platform="terminal", locale="es")
    assert "Respuestas: públicas, como es habitual en Terminal" in await place.say("/settings show", asker)


async def test_while_the_database_is_gone_answers_do_without_it_and_digests_and_settings_say_so(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await place.say(DAILY)
    gone = Place(open_database(f"sqlite:///{tmp_path}/gone/bot.db"), place.corpus)
    assert "the database does not answer. Nothing was changed" in await gone.say("/digest list")
    for command in (DAILY, "/digest pause 1", "/digest now 1", "/settings show", "/settings set zone:utc"):
        assert "the database does not answer" in await gone.say(command)
    # Who may have been named for it is not refused because nobody can look.
    for command in (DAILY, "/digest pause 1"):
        assert "the database does not answer" in await gone.say(command, MEMBER)
    assert "$5 million" in await gone.say("/case damages")
    assert (await gone.preferences.of(ADMIN)).visibility == "private"
    assert list(await gone.service.complete(Query("digest pause"), "id", "", 25, ADMIN)) == []
    logged = "".join(capsys.readouterr())
    assert "database not reached" in logged
    assert "preferences not read" in logged
    gone.database.dispose()


async def test_in_the_terminal_a_digest_comes_when_it_is_asked_for_and_tells_everything_once(
    place: Place,
) -> None:
    here = Asker("terminal", "terminal", "terminal", "ada", manages=True)
    assert "In the terminal it comes when it is asked for: /digest now" in await place.say(DAILY, here)
    assert "The first digest here" in await place.say("/digest now", here)
    assert place.kept(1).seen == place.cursor()
    assert "Nothing is new since the last digest: nothing is posted." in await place.say("/digest now", here)
