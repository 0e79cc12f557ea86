"""Links from one file to another, by which pages that came from files lead to each other."""

import posixpath
import re

from bot.domain.playbook_markdown import addresses

FROM_FILE = "file:"
"""What the source of a page begins with that came from a file; its path within the folder follows."""

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
_ENDINGS = (".md", ".markdown")


def linked_files(markdown: str, path: str) -> dict[str, str]:
    """Return the Markdown files that links lead to, each with the link as it was written; `path` is the own file's.

    Paths are within the folder that was imported. What follows # in a link is a place within the file.
    """
    found: dict[str, str] = {}
    for address in addresses(markdown):
        name = re.split(r"[#?]", address, maxsplit=1)[0]
        if _ELSEWHERE.match(address) or not name.lower().endswith(_ENDINGS):
            continue
        inside = name.lstrip("/") if name.startswith("/") else posixpath.join(posixpath.dirname(path), name)
        found.setdefault(posixpath.normpath(inside), address)
    found.pop(path, None)
    return found
