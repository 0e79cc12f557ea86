"""*Download CSV* below a list."""

from bot.domain.list_file import Listing, Wanted
from bot.views import blocks

DOWNLOAD = {listing: f"list_file_{listing}" for listing in Listing}
"""The actions by list: two of these buttons may stand in one message."""


WORDS = 1000
"""Characters of what was looked for that the button carries."""


def download(listing: Listing, about: int = 0, label: str = "Download CSV", words: str = "") -> blocks.Element:
    """Return the button that sends a list as a file to whoever presses it; of what `words` found, if there are any."""
    return blocks.button(label, DOWNLOAD[listing], str(Wanted(listing, about, words[:WORDS])))
