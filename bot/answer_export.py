"""`drumbeat export answers`: the answers of a workspace to a file or the standard output, as they are read."""

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from bot.apply import opened
from bot.domain.answer_export import WRITERS, ExportedAnswer, Format, Wanted
from bot.errors import UserError
from bot.services.answer_export import exported
from bot.settings import Settings


async def write(settings: Settings, wanted: Wanted, shape: Format, file: Path | None, workspace: str = "") -> int:
    """Write the answers to a new `file`, or to the standard output; return how many. Without any nothing is written.

    Raises UserError for a file that exists or cannot be written, a sync that is not there, an unclear workspace.
    """
    async with opened(settings, workspace) as (bot, workspace_id):
        found = exported(bot.parts.database, workspace_id, wanted)
        first = await anext(found, None)
        if first is None:
            return 0
        counter = count(1)
        with _out(file) as out:
            async for piece in WRITERS[shape](_counted(first, found, counter)):
                out(piece)
        return next(counter) - 1


async def _counted(
    first: ExportedAnswer, rest: AsyncIterator[ExportedAnswer], counter: Iterator[int]
) -> AsyncIterator[ExportedAnswer]:
    next(counter)
    yield first
    async for one in rest:
        next(counter)
        yield one


@contextmanager
def _out(file: Path | None) -> Iterator[Callable[[str], object]]:
    if file is None:
        yield lambda text: sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return
    try:
        with file.open("x", encoding="utf-8", newline="") as out:
            yield out.write
    except FileExistsError:
        raise UserError(f"{file} exists already and was left as it is. Choose another name, or move it away.") from None
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}. What is there is not complete.") from None
