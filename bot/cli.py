"""The command `drumbeat`: reads what was typed, calls, and prints. Everything heavy is imported when it is needed."""

import asyncio
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot import cli_export, cli_import
from bot.cli_settings import Workspace, agreed, settings_and_log, settings_now
from bot.domain.words import plural
from bot.errors import BotError, SlackUnavailable, UserError
from bot.system_failure import sentence

MEND = 2
"""Exit code where the user must do something first."""

LATER = 1
"""Exit code where trying again may help."""

TROUBLE = 3
"""Exit code where the database, the disk or the system failed."""

NEEDED = 1
"""Exit code of `status` where something needs a person."""

app = typer.Typer(
    name="drumbeat",
    help="The Slack bot that runs a PMO's rituals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(cli_export.app, name="export")
app.add_typer(cli_import.app, name="import")


@app.command()
def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew instead of going on.")] = False,
    port: Annotated[int | None, typer.Option(help="Port of the page; 0 takes any free one.")] = None,
) -> None:
    """Run the bot and a whole company in your browser; nothing else is needed."""
    from bot import demo as showing
    from bot.engine.durable import DurableEngine

    showing.run(DurableEngine, fresh=fresh, port=port)


@app.command()
def playground(
    port: Annotated[int, typer.Option(help="Port of the page; 0 takes a free one.")] = 8766,
    data: Annotated[Path | None, typer.Option(help="File to keep the workspace in between starts.")] = None,
) -> None:
    """Run the local workspace alone, for a bot of your own process."""
    from bot.playground.server import PlaygroundServer
    from bot.playground.standalone import serve

    def tell(ready: "asyncio.Future[PlaygroundServer]") -> None:
        server = ready.result()
        typer.echo(
            f"The workspace is at {server.url}. For a bot of your own process:\n"
            f"SLACK_API_URL={server.api_url} SLACK_BOT_TOKEN={server.bot_token} SLACK_APP_TOKEN={server.app_token}"
        )

    async def open_doors() -> None:
        ready: asyncio.Future[PlaygroundServer] = asyncio.get_running_loop().create_future()
        ready.add_done_callback(tell)
        serving = asyncio.ensure_future(serve(data, port, ready=ready))
        for one in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(one, serving.cancel)
        with suppress(asyncio.CancelledError):
            await serving

    asyncio.run(open_doors())


@app.command()
def run() -> None:
    """Run the bot."""
    import gc

    from bot import loop
    from bot import run as running
    from bot.stopping import Deadline

    settings = settings_and_log()
    # What is loaded stays until the end. To look through it again and again for what may be freed would take a quarter
    # of the time in which the rounds of a busy morning are planned.
    gc.freeze()
    loop.run(running.run(settings, deadline=Deadline()))


@app.command()
def doctor() -> None:
    """Check the set-up and say what to mend."""
    from bot.clock import SystemClock
    from bot.doctor import examine

    findings = asyncio.run(examine(settings_now(), SystemClock()))
    for finding in findings:
        typer.echo(f"{'✗' if finding.mend else '·' if finding.note else '✓'} {finding.sentence}")
    if any(finding.mend for finding in findings):
        raise typer.Exit(MEND)


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say how it stands, from the database: what waits, what is late, what needs a person."""
    from bot.clock import SystemClock
    from bot.domain.status import needs
    from bot.status import examine
    from bot.status_text import as_json as for_machines
    from bot.status_text import as_text

    found = asyncio.run(examine(settings_now(), SystemClock()))
    typer.echo(for_machines(found) if as_json else as_text(found))
    if needs(found):
        raise typer.Exit(NEEDED)


@app.command()
def manifest() -> None:
    """Print the manifest of the Slack app."""
    from bot.slack.manifest import as_yaml

    typer.echo(as_yaml(settings_now().command), nl=False)


@app.command()
def migrate() -> None:
    """Bring the database to this version."""
    from bot.db import async_url
    from bot.migrate import head
    from bot.upgrade import told, upgraded

    settings = settings_now()
    kept = upgraded(async_url(settings.database_url))
    if kept:
        typer.echo(told(kept))
    typer.echo(f"The database is at version {head()} ({settings.database_shown}).")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")]) -> None:
    """Copy a SQLite database to a file, also while the bot runs."""
    from bot import backup as backups
    from bot.db import async_url

    settings = settings_now()
    made = backups.backup(async_url(settings.database_url), file)
    typer.echo(
        f"Written to {file} and checked: {made.size / 1e6:.1f} MB, version {made.revision}, "
        f"{plural(made.persons, 'person', 'people')}, {plural(made.rounds, 'round')}.\n"
        f"Drumbeat starts from it with DATABASE_URL=sqlite:///{file.resolve()}"
    )


@app.command()
def copy_to(
    address: Annotated[str, typer.Argument(help="The empty database, postgresql://user:password@host/name.")],
) -> None:
    """Move a SQLite installation to PostgreSQL, while no bot runs on it."""
    from bot import copy_to as copying
    from bot.connection import shown
    from bot.db import async_url

    settings = settings_now()
    copying.copy_to(async_url(settings.database_url), address, typer.echo)
    typer.echo(
        f"Everything was copied and compared. Put the new address into .env, with its password, and start Drumbeat:\n"
        f"DATABASE_URL={shown(async_url(address))}\n"
        f"What waits is sent from there. Keep the old database ({settings.database_shown}), but start nothing on it."
    )


@app.command()
def apply(
    file: Annotated[Path, typer.Argument(help="The company file (YAML).")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: Workspace = "",
) -> None:
    """Create or update people, teams, syncs, retros and changes from a file."""
    from bot import apply as applying

    changes = asyncio.run(applying.apply(settings_and_log(), file, agreed(yes), workspace))
    if changes is None:
        typer.echo("Everything is as the file says. Nothing was changed.")
    else:
        typer.echo(f"Done: {plural(len(changes), 'change')}." if changes else "Nothing was changed.")


@app.command()
def forget(
    email: Annotated[str, typer.Argument(help="The person's e-mail.")] = "",
    slack_id: Annotated[str, typer.Option("--slack-id", help="Their Slack id (U…), where they have no e-mail.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: Workspace = "",
) -> None:
    """Erase a person who has left: shows what is stored, asks, and says what was erased."""
    from bot import forget as forgetting
    from bot.domain.forget import Traces

    def agree(traces: Traces) -> bool:
        who = f"{traces.name} ({traces.email or traces.slack})"
        typer.echo("\n".join([f"This erases {who}:", *(f"  · {line}" for line in traces.lines())]))
        typer.echo("This cannot be undone.")
        if yes:
            return True
        try:
            return typer.confirm("Erase this person?")
        except typer.Abort:
            raise UserError("Nothing was erased. Add --yes to erase without being asked.") from None

    settings = settings_and_log()
    erased = asyncio.run(forgetting.forget(settings, agree, email=email, slack_id=slack_id, workspace=workspace))
    if erased is None:
        typer.echo("Nothing was erased.")
        return
    typer.echo(
        f"Erased. Their name, e-mail or Slack id was taken out of {plural(erased.places, 'other row')}. "
        f"{plural(erased.messages, 'message')} in Slack will be brought up to date by the Drumbeat that runs."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code, after saying in a sentence what went wrong."""
    try:
        app(arguments)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except SlackUnavailable as error:
        return _say(f"Slack cannot be reached ({error}). Try again in a moment; `drumbeat doctor` looks closer.", LATER)
    except BotError as error:
        return _say(str(error), MEND)
    except Exception as error:  # what is no fault of ours is a sentence; the rest goes on
        failed = sentence(error)
        if failed is None:
            raise
        return _say(failed, TROUBLE)
    return 0


def _say(sentence: str, code: int) -> int:
    typer.echo(sentence, err=True)
    return code
