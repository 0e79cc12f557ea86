"""Ten announcements as an organisation of 2026 has them, for receivers to read."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.domain.announcement import Kind
from bot.domain.announcement_message import AnnouncementFacts, GroupPart
from tests.gallery.scene import LISBON, NOW


def _facts(number: int, one: dict[str, Any]) -> AnnouncementFacts:
    return AnnouncementFacts(
        100 + number,
        Kind(one["kind"]),
        one["title"],
        one["text"].strip(),
        one["author"],
        NOW.date(),
        zone=LISBON,
        change=one.get("change", ""),
        parts=tuple(GroupPart(group, text.strip()) for group, text in one.get("parts", {}).items()),
        not_known=one.get("not_known", ""),
        next_word_on=one.get("next_word"),
        asks=one.get("asks", True),
        must_read=one.get("must_read", False),
        reader_id=900 + number,
    )


READ = YAML(typ="safe").load(Path(__file__).with_suffix(".yaml"))
TEN = {one["about"]: _facts(number, one) for number, one in enumerate(READ)}
"""By what they are about."""
