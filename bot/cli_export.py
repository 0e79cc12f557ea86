"""The command `drumbeat export`: the company as a file, the answers, the actions, and the dates of a sync."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli_settings import Workspace, settings_and_log
from bot.domain.answer_export import Format

COMPANY = "company"
File = Annotated[Path | None, typer.Argument(help="A new file to write to; the standard output without it.")]


class Exports(TyperGroup):
    """A group whose usual command may be left unsaid: `drumbeat export now.yaml` writes the company."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take what names no command for an argument of the usual one."""
        asks = bool(args) and args[0] in {*self.commands, *ctx.help_option_names}
        return super().parse_args(ctx, args if asks else [COMPANY, *args])


app = typer.Typer(cls=Exports, help="Write what is stored to a file: the company, answers, actions, a calendar.")


@app.command(COMPANY)
def company(file: File = None, workspace: Workspace = "") -> None:
    """Write people, teams and syncs in the form that `apply` reads."""
    from bot import apply as applying

    _write(asyncio.run(applying.export(settings_and_log(), workspace)), file)


@app.command()
def answers(
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The date of the first round.")],
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date of the last round.")] = None,
    sync: Annotated[str, typer.Option(help="One sync by its name; all without it.")] = "",
    shape: Annotated[Format, typer.Option("--format", help="csv, json or md.")] = Format.CSV,
    file: File = None,
    workspace: Workspace = "",
) -> None:
    """Write every answer of some rounds, with the questions as they were worded then."""
    from bot import answer_export
    from bot.domain.answer_export import Wanted

    wanted = Wanted(since.date(), until.date() if until else None, sync)
    count = asyncio.run(answer_export.write(settings_and_log(), wanted, shape, file, workspace))
    if not count:
        typer.echo("There is no answer in these rounds, so nothing was written.", err=True)
    elif file is not None:
        typer.echo(f"Written to {file}.")


@app.command()
def actions(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date from which they were promised.")
    ] = None,
    file: File = None,
    workspace: Workspace = "",
) -> None:
    """Write what was promised, by whom and by when, and what became of it, as CSV."""
    from bot import action_export

    text = asyncio.run(action_export.actions(settings_and_log(), since.date() if since else None, workspace))
    if text:
        _write(text, file)
    else:
        typer.echo("There is no action in this time, so nothing was written.", err=True)


@app.command()
def calendar(
    sync: Annotated[str, typer.Option(help="The sync, by its name.")],
    person: Annotated[str, typer.Option("--for", help="The e-mail of whoever reads it; its owner without.")] = "",
    file: File = None,
    workspace: Workspace = "",
) -> None:
    """Write the rounds of a sync in the next 26 weeks as an iCalendar file."""
    from bot import calendar_export

    _write(asyncio.run(calendar_export.calendar(settings_and_log(), sync, person, workspace)), file)


def _write(text: str, file: Path | None) -> None:
    from bot.apply import keep

    if file is None:
        typer.echo(text, nl=False)
        return
    keep(file, text)
    typer.echo(f"Written to {file}.")
