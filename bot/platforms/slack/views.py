"""Views and their blocks: the modal of an answer, the look-up of a quotation, and what they consist of."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.answers.phrases import Phrase, phrase
from bot.rendering.buttons import excerpt, pressed
from bot.rendering.limits import SLACK
from bot.rendering.render import OPEN_MESSAGE, Payload
from bot.rendering.wording import Wording

View = dict[str, Any]
Block = dict[str, Any]
LOOK_UP, QUOTATION, WORDS, CASE = "look_up", "quotation", "words", "case"
KEEP, REPORT, REASON, ZONE = "keep", "report", "reason", "zone"
LONGEST_REASON = 500
MOST_PEOPLE = 25
CLOSE, IN_CONTEXT, ANSWER = phrase("Close"), phrase("In its paragraph"), phrase("Answer")
CHECKED = phrase("Checked quotations")
LOOK_UP_TITLE = phrase("Look up a quotation")
FIND_CASE = phrase("Find a case")


def plain(text: str, longest: int) -> dict[str, Any]:
    """A plain_text object, shortened to ``longest`` characters, whose colons make no emoji."""
    return {"type": "plain_text", "text": excerpt(text, longest), "emoji": False}


def modal(title: Phrase, page: Payload, words: Wording, link: str = "") -> View:
    """The modal with a page of an answer, without its buttons to share and keep: it belongs to no channel.

    Above it stands a link to the message that it is about, where its https address is given.
    """
    above = [_linked(words.say(OPEN_MESSAGE), link)] if link else []
    return {
        "type": "modal",
        "callback_id": "answer",
        "title": plain(words.say(title), SLACK.view_title),
        "close": plain(words.say(CLOSE), SLACK.view_title),
        "blocks": [*above, *(shown for block in page["blocks"] if (shown := _in_modal(block)))],
    }


def _linked(label: str, address: str) -> Block:
    element = {"type": "link", "url": address, "text": label}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}


def joined_pages(pages: Iterable[Payload]) -> Payload:
    """Several pages as one, for a modal, which holds twice as many blocks as a message.

    https://docs.slack.dev/reference/views/modal-views
    """
    first, *others = pages
    blocks = [*first["blocks"]]
    for page in others:
        added = [block for block in page["blocks"] if block["type"] != "actions"]
        if len(blocks) + len(added) < SLACK.view_blocks:
            blocks += added
    return {**first, "blocks": blocks}


def _in_modal(block: Block) -> Block | None:
    if block["type"] != "actions":
        return block
    kept = []
    for element in block["elements"]:
        asks = pressed(element.get("value", ""))
        if element["action_id"] != KEEP and not (asks and asks.kind == "share"):
            kept.append(element)
    return {**block, "elements": kept} if kept else None


def look_up(words: Wording, *, many_cases: bool) -> View:
    """The modal in which a quotation is chosen or words of it are typed; a case, if there are several."""
    chosen = menu(QUOTATION, words.say(phrase("Begin to type its words")))
    typed = {"type": "plain_text_input", "action_id": WORDS, "max_length": SLACK.text_element}
    case = optional(words.say(phrase("In one case only")), menu(CASE, words.say(FIND_CASE)))
    return {
        "type": "modal",
        "callback_id": LOOK_UP,
        "title": plain(words.say(LOOK_UP_TITLE), SLACK.view_title),
        "submit": plain(words.say(phrase("Look up")), SLACK.view_title),
        "close": plain(words.say(CLOSE), SLACK.view_title),
        "blocks": [
            *([case] if many_cases else []),
            optional(words.say(phrase("Choose a quotation")), chosen),
            optional(words.say(phrase("Or type words of it")), typed),
        ],
    }


def report_form(command: str, words: Wording) -> View:
    """The modal in which somebody says what is wrong in the answer to a command."""
    typed = {
        "type": "plain_text_input",
        "action_id": REASON,
        "multiline": True,
        "max_length": LONGEST_REASON,
    }
    asked = needed(words.say(phrase("What is wrong?")), typed)
    return {
        "type": "modal",
        "callback_id": REPORT,
        "private_metadata": command,
        "title": plain(words.say(phrase("This answer is wrong")), SLACK.view_title),
        "submit": plain(words.say(phrase("Report")), SLACK.view_title),
        "close": plain(words.say(CLOSE), SLACK.view_title),
        "blocks": [asked],
    }


def menu(action: str, placeholder: str) -> dict[str, Any]:
    """A menu whose options Slack requests from the bot while somebody types in it."""
    return {
        "type": "external_select",
        "action_id": action,
        "min_query_length": 0,
        "placeholder": plain(placeholder, SLACK.placeholder),
    }


def optional(label: str, element: dict[str, Any]) -> Block:
    """A field of a form that may be left empty."""
    return {
        "type": "input",
        "block_id": field_block(element["action_id"]),
        "optional": True,
        "label": plain(label, SLACK.input_label),
        "element": element,
    }


def needed(label: str, element: dict[str, Any]) -> Block:
    """A field of a form that has to be filled in."""
    return {**optional(label, element), "optional": False}


def field_block(action: str) -> str:
    """The block_id of a field, beside which Slack shows what is wrong in it."""
    return f"b:{action}"


def header(text: str) -> Block:
    """A header block with the bot's own words."""
    return {"type": "header", "text": plain(text, SLACK.header)}


def actions(*elements: dict[str, Any]) -> Block:
    """An actions block: a row of buttons and menus."""
    return {"type": "actions", "elements": list(elements)}


def button(action: str, label: str, value: str) -> dict[str, Any]:
    """A button element; its block action brings ``value`` back."""
    return {"type": "button", "action_id": action, "text": plain(label, SLACK.button_text), "value": value}


def sentence(text: str) -> Block:
    """A section with the bot's own words, in which nothing is live."""
    return {"type": "section", "text": plain(text, SLACK.text_element)}


def check_boxes(action: str, label: str, choices: Mapping[str, str], chosen: Iterable[str] = ()) -> Block:
    """An optional field of check boxes, by their values and labels; ``chosen`` are ticked at first."""
    options = _options(choices)
    initial = {"initial_options": ticked} if (ticked := [options[value] for value in chosen]) else {}
    boxes = {"type": "checkboxes", "action_id": action, "options": list(options.values())}
    return optional(label, {**boxes, **initial})


def radio_buttons(action: str, label: str, choices: Mapping[str, str], chosen: str | None = "") -> Block:
    """An optional field in which one thing is chosen: at first the first, or none with None."""
    options = _options(choices)
    initial = {} if chosen is None else {"initial_option": next(iter(options.values()))}
    buttons = {"type": "radio_buttons", "action_id": action, "options": list(options.values())}
    return optional(label, {**buttons, **initial})


def _options(choices: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    return {value: option(label, value) for value, label in choices.items()}


def option(label: str, value: str) -> dict[str, Any]:
    """A choice of a menu or of boxes: its label, and the value that comes back."""
    return {"text": plain(label, SLACK.option_text), "value": value}


def time_picker(action: str, at: str) -> dict[str, Any]:
    """A field for a time of day; ``at`` is chosen at first, as ``HH:MM``."""
    return {"type": "timepicker", "action_id": action, "initial_time": at}


def conversations(action: str, placeholder: str) -> dict[str, Any]:
    """A menu of the channels that the person is in or can see, which Slack fills, however many there are."""
    return {
        "type": "conversations_select",
        "action_id": action,
        "placeholder": plain(placeholder, SLACK.placeholder),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }


def people(action: str, placeholder: str) -> dict[str, Any]:
    """A menu in which people of the workspace are chosen, which Slack fills, however many there are."""
    return {
        "type": "multi_users_select",
        "action_id": action,
        "placeholder": plain(placeholder, SLACK.placeholder),
        "max_selected_items": MOST_PEOPLE,
    }
