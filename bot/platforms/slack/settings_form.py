"""The form in which an admin changes what a channel or the whole workspace prefers."""

from dataclasses import replace

from slack_bolt.response import BoltResponse

from bot.answers.grammar import query
from bot.answers.phrases import phrase
from bot.answers.query import CommandError
from bot.digests.zones import zone_named
from bot.platforms.slack import home
from bot.platforms.slack.context import acknowledged
from bot.platforms.slack.form_answers import answered, block_of, errors
from bot.platforms.slack.requests import chosen_values
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.schedule_form import CHANNEL, NO_CASE, NO_ZONE
from bot.platforms.slack.views import (
    CASE,
    CLOSE,
    FIND_CASE,
    ZONE,
    View,
    conversations,
    menu,
    optional,
    people,
    plain,
    radio_buttons,
)
from bot.rendering.limits import SLACK
from bot.rendering.wording import Wording
from bot.service.preferences import LOCKED
from bot.service.settings_commands import VISIBILITIES

SETTINGS_FORM, MANAGERS, VISIBILITY = "settings_form", "managers", "visibility"
UNCHANGED = phrase("What is left empty stays as it is. /settings set takes a setting away.")


async def on_open(responder: Responder) -> None:
    """Open the form in which an admin changes settings."""
    service = responder.context.service
    many = len(service.archive_of(await responder.asker()).library.cases) > 1
    await responder.show(settings_form(await responder.words(), many_cases=many))


def settings_form(words: Wording, *, many_cases: bool) -> View:
    """The form as a modal; a default case is asked for where there are several."""
    say = words.say
    where = optional(
        say(phrase("Where it holds")), conversations(CHANNEL, say(phrase("The whole workspace")))
    )
    case = optional(say(phrase("The case that is meant where none is named")), menu(CASE, say(FIND_CASE)))
    zones = menu(ZONE, say(phrase("Begin to type a city or a zone")))
    seen = {name: say(VISIBILITIES[name]) for name in ("private", LOCKED)}
    choose = say(phrase("Choose people"))
    return {
        "type": "modal",
        "callback_id": SETTINGS_FORM,
        "title": plain(say(phrase("Change settings")), SLACK.view_title),
        "submit": plain(say(phrase("Save")), SLACK.view_title),
        "close": plain(say(CLOSE), SLACK.view_title),
        "blocks": [
            where,
            *([case] if many_cases else []),
            optional(say(phrase("The time zone of schedules that name none")), zones),
            radio_buttons(VISIBILITY, say(phrase("Answers")), seen, chosen=None),
            {
                **optional(say(phrase("Who may manage digests")), people(MANAGERS, choose)),
                "hint": plain(say(UNCHANGED), SLACK.input_label),
            },
        ],
    }


async def on_submit(responder: Responder) -> BoltResponse:
    """Acknowledge a submitted form with the settings as they are then, or with what is wrong."""
    service, asker = responder.context.service, await responder.asker()
    words, given = responder.context.words(asker.locale), chosen_values(responder.body)
    first = {name: (values or ("",))[0] for name, values in given.items()}
    channel, zone, case = first.get(CHANNEL, ""), first.get(ZONE, ""), first.get(CASE, "")
    if zone and not zone_named(zone):
        return acknowledged(errors({ZONE: NO_ZONE}, words))
    if case and case not in service.archive_of(asker).library.cases:
        return acknowledged(errors({CASE: NO_CASE}, words))
    options = {
        "case": case,
        "zone": zone,
        "visibility": first.get(VISIBILITY, ""),
        "managers": " ".join(f"<@{person}>" for person in given.get(MANAGERS, ())),
        "where": "channel" if channel else "workspace",
    }
    try:
        command = query("settings set", options)
        there = replace(asker, channel=channel, request=block_of(responder))
        answer = await service.answer(command, there)
    except CommandError as error:
        return acknowledged(errors({CHANNEL: error.sentence}, words))
    responder.start(home.publish(responder))
    return answered(answer, service.presentation(asker.locale))
