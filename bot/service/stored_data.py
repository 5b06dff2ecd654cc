"""What the bot stores, table by table, in words: the page on privacy is made of it, and a test compares both.

How long something is kept is said here as the code has it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from bot.answers.phrases import Phrase, phrase

UNTIL_REMOVED = phrase("until it is changed or removed, or the person or the place is forgotten")
WHILE_RUNNING = phrase("while the process that it is about runs")


class StoredData(NamedTuple):
    """What a table holds, how long, and whether that says anything about people."""

    what: Phrase
    kept: Phrase
    is_about_people: bool = True


STORED: Mapping[str, StoredData] = {
    "subscriptions": StoredData(
        phrase(
            "Digests: where they go, when, of which case, and the id of whoever scheduled them, who is told "
            "when one is refused."
        ),
        phrase(
            "until they are removed, and 30 days more so that what they posted can be corrected; of a "
            "workspace that removes the bot, 30 days"
        ),
    ),
    "deliveries": StoredData(
        phrase("Which digests were posted, with the id of each message, so that it can be corrected."),
        phrase("30 days"),
    ),
    "preferences": StoredData(
        phrase("Settings of a channel or workspace, and the ids of those who may manage its digests."),
        UNTIL_REMOVED,
    ),
    "slack_shortcuts": StoredData(
        phrase("Commands that somebody keeps as shortcuts in Slack, with their id."),
        phrase("until they remove them, or the workspace removes the bot"),
    ),
    "slack_installations": StoredData(
        phrase(
            "Workspaces and enterprises of Slack that installed the bot: their names, the bot's tokens, "
            "encrypted, and the id of whoever installed it."
        ),
        phrase("until they remove the bot"),
    ),
    "slack_grid_workspaces": StoredData(
        phrase("Which workspaces of Slack use the installation of their enterprise."),
        phrase("until they remove the bot"),
        is_about_people=False,
    ),
    "handled_requests": StoredData(
        phrase(
            "That a command was carried out, an answer shared or a message answered, by the platform's id of "
            "it, so that it is not done twice."
        ),
        phrase("a day"),
    ),
    "reports": StoredData(
        phrase(
            "What somebody reports as wrong: the command and the reason as they were typed. Neither the "
            "person nor the place is stored with it."
        ),
        phrase("until the editors delete what they have dealt with"),
    ),
    "suggestions": StoredData(
        phrase("Articles that somebody suggests to the editors: the link, or the attached file."),
        phrase(
            "the file until the editors have decided; the link until they delete what they have dealt with"
        ),
    ),
    "suggesters": StoredData(
        phrase(
            "Who has suggested an article, by their id and workspace, so that each counts once and within a "
            "limit. The editors do not see it."
        ),
        phrase("until the editors have decided"),
    ),
    "editor_tokens": StoredData(
        phrase(
            "Who may edit cases on the review page: each editor's name, a hash of the token, when it was "
            "made, the day on which it was last used, and when it was removed."
        ),
        phrase("while the token is valid, and at least a year more"),
    ),
    "editor_sessions": StoredData(
        phrase("Which editors are logged in: their names, and a hash of the cookie that the browser has."),
        phrase("twelve hours, and until the next editor logs in"),
    ),
    "watched_pages": StoredData(
        phrase("Which articles' pages are looked at for changes, and how the last look ended."),
        phrase("while they are watched"),
        is_about_people=False,
    ),
    "proposed_editions": StoredData(
        phrase("Articles as their pages have them now, where that differs from the case."),
        phrase("until the editors delete what they have dealt with"),
        is_about_people=False,
    ),
    "case_versions": StoredData(
        phrase("The case files that digests told of; they are the same for everybody."),
        phrase("without end"),
        is_about_people=False,
    ),
    "executors": StoredData(
        phrase("Which processes of the bot deliver digests."), WHILE_RUNNING, is_about_people=False
    ),
    "pacing": StoredData(
        phrase("When the bot may post next in a workspace, so that it keeps to the platform's limits."),
        phrase("without end"),
        is_about_people=False,
    ),
}
"""What each table holds, by its name; those with something about people come first."""
