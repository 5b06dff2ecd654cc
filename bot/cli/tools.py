"""The commands that look after an installation: case files, the database, keys, and the platforms' apps."""

import argparse
import os

from bot.cli.exits import EXIT_FAILED, Stop
from bot.console import count, echo, progress, styled
from bot.settings import Settings


def migrate(_: argparse.Namespace) -> None:
    """Apply the missing migrations to the database, and print which they were. Raises Stop."""
    from bot.db.database import UNUSABLE, open_database
    from bot.db.migrate import SchemaMismatch
    from bot.db.migrate import migrate as applied

    engine = open_database(Settings.read(os.environ).database_url, lock_timeout=30)
    try:
        done = applied(engine)
    except (SchemaMismatch, *UNUSABLE) as error:
        raise Stop(EXIT_FAILED, str(getattr(error, "orig", error))) from None
    finally:
        engine.dispose()
    echo(f"Applied: {', '.join(done)}." if done else "The database is up to date.")


def manifest(arguments: argparse.Namespace) -> None:
    """Print the manifest of the Slack app: for Socket Mode, or for HTTP where there is no app-level token.

    Raises Stop where tokens are to expire and no workspace can install the bot itself.
    """
    from json import dumps

    from bot.platforms.slack.manifest import manifest as made

    settings = Settings.read(os.environ)
    over_http = bool(settings.slack_signing_secret and not settings.slack_app_token)
    many = bool(settings.slack_client_id)
    if arguments.rotation and not many:
        raise Stop(
            EXIT_FAILED, "Tokens can expire only where workspaces install the bot: set SLACK_CLIENT_ID."
        )
    made_of = made(
        settings.command_prefix,
        settings.public_url,
        over_http=over_http,
        assistant=arguments.assistant,
        many=many,
        rotation=arguments.rotation,
    )
    echo(dumps(made_of, indent=2))


def invite(_: argparse.Namespace) -> None:
    """Print the links that install the bot on Discord. Raises Stop without a usable token."""
    from bot.platforms.discord.gateway import MISSING, REFUSED
    from bot.platforms.discord.invite import for_a_server, for_oneself
    from bot.platforms.discord.sender import user_of

    token = Settings.read(os.environ).discord_token
    if not token:
        raise Stop(EXIT_FAILED, MISSING)
    application = user_of(token)
    if not application.isdecimal():
        raise Stop(EXIT_FAILED, REFUSED)
    echo(f"For a server: {for_a_server(application)}")
    echo(f"For oneself:  {for_oneself(application)}")


def check(arguments: argparse.Namespace) -> None:
    """Validate the case files, without the cache, and print each mistake. Raises Stop if there is one."""
    from bot.cases.spans import selectors_of
    from bot.corpus.content import ContentRepository
    from bot.corpus.files import CASE_FILE

    folder = arguments.folder or Settings.read(os.environ).content_dir
    folder = folder.parent if folder.name == CASE_FILE else folder
    if (folder / CASE_FILE).is_file():
        library = ContentRepository(folder.resolve().parent).read(only=frozenset({folder.resolve().name}))
    else:
        with progress("Checking") as show:
            library = ContentRepository(folder).read(show)
    if any((arguments.review, arguments.all, arguments.strict, arguments.json, arguments.sarif)):
        from bot.cli.review import report

        report(library, arguments)
        return
    for problem in library.problems:
        echo(str(problem))
    if library.problems:
        raise Stop(EXIT_FAILED, f"{count(len(library.problems), 'mistake')} to mend.")
    proven = sum(len({one.span for one in selectors_of(case)}) for case in library.files.values())
    echo(f"All good: {count(len(library.cases), 'case')}, {count(proven, 'quotation')} proven verbatim.")


def schema(_: argparse.Namespace) -> None:
    """Print the JSON Schema of a case file, as JSON."""
    from json import dumps

    from bot.cases.parsing import case_file_schema

    echo(dumps(case_file_schema(), indent=2, ensure_ascii=False))


def key(_: argparse.Namespace) -> None:
    """Print a new random key for ENCRYPTION_KEY."""
    from cryptography.fernet import Fernet

    echo(Fernet.generate_key().decode())


def doctor(_: argparse.Namespace) -> None:
    """Print for each part whether it is well, or else what to do. Raises Stop if one is not."""
    from bot.cli.doctor import findings

    found = list(findings(os.environ))
    for finding in found:
        echo(f"{styled('ok ', 'green') if finding.good else styled('BAD', 'red')}  {finding.what}")
        if finding.cure:
            echo(f"     {finding.cure}")
    bad = sum(not finding.good for finding in found)
    if bad:
        raise Stop(EXIT_FAILED, f"{count(bad, 'problem')} found.")
