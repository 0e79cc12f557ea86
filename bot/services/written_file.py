"""What is written line by line goes to a file on disk: however long it is, it is never in memory as a whole."""

import tempfile
from collections.abc import AsyncIterator
from typing import BinaryIO


async def written(lines: AsyncIterator[str]) -> BinaryIO:
    """Return lines as a file that is gone once it is closed."""
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    async for line in lines:
        file.write(line.encode())
    file.seek(0)
    return file
