"""*Download CSV* below a list."""

from bot.domain.list_file import Listing, Wanted
from bot.views import blocks

DOWNLOAD = {listing: f"list_file_{listing}" for listing in Listing}
"""The actions by list: two of these buttons may stand in one message."""


def download(listing: Listing, about: int = 0, label: str = "Download CSV") -> blocks.Element:
    """Return the button that sends a list as a file to whoever presses it."""
    return blocks.button(label, DOWNLOAD[listing], str(Wanted(listing, about)))
