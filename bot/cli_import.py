"""The command `drumbeat import`: what another program has, as a sync or as pages."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_settings import Workspace, agreed, settings_and_log
from bot.domain.words import plural

app = typer.Typer(
    no_args_is_help=True, help="Take over what there is already: stand-ups of Geekbot, pages in Markdown."
)


@app.callback()
def importing() -> None:
    """Take over what there is already: stand-ups of Geekbot, pages in Markdown."""


@app.command()
def geekbot(
    file: Annotated[Path, typer.Argument(help="What Geekbot's API answers to GET /v1/standups (JSON).")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: Workspace = "",
) -> None:
    """Save stand-ups of Geekbot as paused syncs in which everyone answers."""
    from bot import apply as applying

    changes = asyncio.run(applying.import_geekbot(settings_and_log(), file, agreed(yes), workspace))
    if changes:
        typer.echo(f"Done: {plural(len(changes), 'sync')}, paused. “Resume sync” on the Home tab starts each of them.")
    else:
        typer.echo("Nothing was changed.")


@app.command()
def playbooks(
    folder: Annotated[Path, typer.Argument(help="A folder of Markdown files, with front matter or without.")],
    owner: Annotated[str, typer.Option(help="E-mail of whoever keeps pages that name nobody; else the PMO.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: Workspace = "",
) -> None:
    """Bring Markdown files in as playbook pages; those that came in before get a new version where they changed."""
    from bot import apply as applying

    done = applying.import_playbooks(settings_and_log(), folder, agreed(yes), owner=owner, workspace=workspace)
    written = asyncio.run(done)
    typer.echo(f"Done: {plural(written, 'page')} written." if written else "Nothing was changed.")
