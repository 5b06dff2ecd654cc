"""``python -m bot forget``: deletes what is stored about a person, or about a workspace or server."""

from __future__ import annotations

import argparse
import os

from bot.cli.exits import EXIT_FAILED, EXIT_NOT_UNDERSTOOD, Stop
from bot.console import count, echo
from bot.settings import Settings

WRONG_ID = (
    "“{text}” is no id of {platform}. On Slack ids are such as U0123ABCD, in a profile under “Copy member "
    "ID”; on Discord they have 17 digits or more, in a menu under “Copy ID”."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("what", choices=("person", "workspace"), help="a person, or a workspace or server")
    parser.add_argument("platform", choices=("slack", "discord"))
    parser.add_argument(
        "id",
        help="the platform's id: U0123ABCD, T0123ABCD, or E0123ABCD for all of an enterprise",
    )
    parser.add_argument("--workspace", default="", metavar="ID", help="forget the person there alone")
    parser.add_argument(
        "--channel",
        action="append",
        default=[],
        metavar="ID",
        help="the id of the person's direct messages with the bot, whose settings are deleted too",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")


def forget(arguments: argparse.Namespace) -> None:
    """Delete or anonymise what is stored, and print how much of it in each table. Raises Stop."""
    from bot.app.services import database
    from bot.db.database import writing
    from bot.db.forgetting import IDS, Forgetting
    from bot.db.forgetting import forget as forget_all
    from bot.db.slack_workspaces import grid_workspaces

    ids = (arguments.id, *arguments.channel)
    for one in (*ids, *filter(None, [arguments.workspace])):
        if not IDS[arguments.platform].fullmatch(one):
            raise Stop(
                EXIT_NOT_UNDERSTOOD, WRONG_ID.format(text=one, platform=arguments.platform.capitalize())
            )
    if arguments.what == "workspace" and (arguments.workspace or arguments.channel):
        raise Stop(EXIT_NOT_UNDERSTOOD, "--workspace and --channel are about a person.")
    with database(Settings.read(os.environ), migrates=False) as engine, writing(engine) as connection:
        # An enterprise is forgotten with its workspaces.
        ids = (*ids, *grid_workspaces(connection, arguments.id))
        done = forget_all(connection, Forgetting(arguments.platform, ids, arguments.workspace))
        if arguments.dry_run:
            connection.rollback()
    for one in done:
        echo(f"{one.table}: {count(one.deleted, 'row')} deleted, {count(one.changed, 'row')} without the id")
    if not done:
        raise Stop(EXIT_FAILED, f"Nothing is stored about {arguments.id}.")
    echo("Nothing was changed: this was a dry run." if arguments.dry_run else "Done.")
