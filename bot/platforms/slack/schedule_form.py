"""The form in which somebody schedules a digest: where, on which days, when, and what it tells."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time

from slack_bolt.response import BoltResponse

from bot.answers.asker import Asker
from bot.answers.grammar import query
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import CommandError, Query
from bot.digests.descriptions import CONTENTS, NOTHING_NEW
from bot.digests.schedule import Schedule, Weekly
from bot.digests.schedule_writer import write_schedule
from bot.digests.zones import zone_named
from bot.platforms.slack import home
from bot.platforms.slack.context import acknowledged
from bot.platforms.slack.form_answers import FieldErrors, answered, block_of, errors
from bot.platforms.slack.requests import Body, chosen_values
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.views import (
    CASE,
    CLOSE,
    FIND_CASE,
    ZONE,
    View,
    check_boxes,
    conversations,
    menu,
    needed,
    option,
    optional,
    plain,
    radio_buttons,
    time_picker,
)
from bot.rendering.limits import SLACK
from bot.rendering.wording import Wording

SCHEDULE_FORM = "schedule_form"
CHANNEL, DAYS, TIME, TELLS, EMPTY = "channel", "days", "time", "contents", "nothing_new"
WEEKDAYS = ("0", "1", "2", "3", "4")
"""The days that are ticked at first: Monday to Friday, as Python numbers them."""
EARLY = "09:00"
NO_DAY = phrase("Choose one day at least.")
NO_TIME = phrase("Choose a time of day.")
NO_ZONE = phrase("Choose a time zone from the list.")
NO_CASE = phrase("Choose a case from the list.")


@dataclass(frozen=True)
class Filled:
    """What is filled in: an empty channel means the person alone; ``at`` is a time of day as ``HH:MM``."""

    channel: str
    case: str
    days: frozenset[int]
    at: str
    zone: str
    contents: str
    nothing_new: str

    @classmethod
    def of(cls, body: Body) -> "Filled":
        """Read a submitted form, whose values may be whatever somebody sends."""
        given = chosen_values(body)
        first = {name: (values or ("",))[0] for name, values in given.items()}
        days = (int(day) for day in given.get(DAYS, ()) if day in {*"0123456"})
        return cls(
            first.get(CHANNEL, ""),
            first.get(CASE, ""),
            frozenset(days),
            first.get(TIME, ""),
            zone_named(first.get(ZONE, "")) or "",
            first.get(TELLS, ""),
            first.get(EMPTY, ""),
        )

    def command(self) -> Query:
        """The command that the form stands for. Raises FieldErrors and CommandError."""
        wrong: dict[str, Phrase] = {}
        try:
            at = time.fromisoformat(self.at)
        except ValueError:
            at, wrong[TIME] = time(), NO_TIME
        if not self.days:
            wrong[DAYS] = NO_DAY
        if not self.zone:
            wrong[ZONE] = NO_ZONE
        if wrong:
            raise FieldErrors(wrong)
        when = write_schedule(Schedule(Weekly(self.days), at, self.zone))
        options = {
            "when": when,
            "channel": self.channel,
            "case": self.case,
            "contents": self.contents,
            "nothing_new": self.nothing_new,
        }
        return query("digest schedule", options)

    def asker(self, asker: Asker) -> Asker:
        """Whoever sends the form, in their direct messages where it names no channel."""
        return asker if self.channel else replace(asker, channel=asker.user, is_direct=True)


async def on_open(responder: Responder) -> None:
    """Open the form, with the time zone that holds in the workspace or that of the person."""
    context, asker = responder.context, await responder.asker()
    kept = (await context.service.preferences.of(asker)).zone
    zone = kept or await context.users.zone(responder.request, responder.client)
    many = len(context.service.archive_of(asker).library.cases) > 1
    await responder.show(schedule_form(context.words(asker.locale), zone_named(zone) or "", many_cases=many))


def schedule_form(words: Wording, zone: str, *, many_cases: bool) -> View:
    """The form as a modal; ``zone`` is chosen at first, if there is one."""
    say = words.say
    days = {str(day): words.weekday(day) for day in range(7)}
    chosen = {"initial_option": option(zone, zone)} if zone else {}
    zones = {**menu(ZONE, say(phrase("Begin to type a city or a zone"))), **chosen}
    case = needed(say(phrase("Which case")), menu(CASE, say(FIND_CASE)))
    where = optional(say(phrase("Where to post it")), conversations(CHANNEL, say(phrase("Choose a channel"))))
    alone = say(phrase("Left empty, the digest comes to you alone, in a direct message."))
    return {
        "type": "modal",
        "callback_id": SCHEDULE_FORM,
        "title": plain(say(phrase("Schedule a digest")), SLACK.view_title),
        "submit": plain(say(phrase("Schedule")), SLACK.view_title),
        "close": plain(say(CLOSE), SLACK.view_title),
        "blocks": [
            {**where, "hint": plain(alone, SLACK.input_label)},
            *([case] if many_cases else []),
            check_boxes(DAYS, say(phrase("On which days")), days, WEEKDAYS),
            needed(say(phrase("At what time")), time_picker(TIME, EARLY)),
            needed(say(phrase("In which time zone")), zones),
            radio_buttons(TELLS, say(phrase("What it holds")), _said(CONTENTS, words)),
            radio_buttons(EMPTY, say(phrase("When nothing is new")), _said(NOTHING_NEW, words)),
        ],
    }


def _said(choices: Mapping[str, Phrase], words: Wording) -> dict[str, str]:
    return {value: words.say(label) for value, label in choices.items()}


async def on_submit(responder: Responder) -> BoltResponse:
    """Acknowledge a submitted form with the scheduled digest, or with what is wrong beside its field."""
    service = responder.context.service
    asker, filled = await responder.asker(), Filled.of(responder.body)
    words = responder.context.words(asker.locale)
    if filled.case and filled.case not in service.archive_of(asker).library.cases:
        return acknowledged(errors({CASE: NO_CASE}, words))
    try:
        command = filled.command()
        answer = await service.answer(command, replace(filled.asker(asker), request=block_of(responder)))
    except FieldErrors as wrong:
        return acknowledged(errors(wrong.fields, words))
    except CommandError as error:
        # What is left to be refused is the place: the rest of the command was chosen from lists.
        return acknowledged(errors({CHANNEL: error.sentence}, words))
    responder.start(home.publish(responder))
    return answered(answer, responder.context.service.presentation(asker.locale))
