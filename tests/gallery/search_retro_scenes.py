"""Retros and their themes among what words found."""

from dataclasses import replace
from datetime import date

from bot.domain.search import Found, FoundChange, FoundRetro, FoundTheme
from bot.views import words
from tests.gallery.member_scenes import FOUND
from tests.gallery.scene import NOW, Scene

RETROS = (
    FoundRetro(
        "Payments retro", "On the last Thursday of every month at 14:00", "active", NOW, ("Payments",), "#payments"
    ),
    FoundRetro("Way of working", "Every three months on a Monday", "paused", None, (), ""),
)
THEMES = (
    FoundTheme("Payments wait for QA", "Payments retro", date(2026, 2, 26), 5),
    FoundTheme("Prices", "Way of working", date(2025, 12, 1), None),
)
CHANGES = (
    FoundChange(7, "Product teams", "in progress", "Mara Lindqvist"),
    FoundChange(8, "One chat tool", "announced", "Ana Sousa"),
)
WITH_RETROS = replace(FOUND, retros=RETROS, themes=THEMES)

SCENES = (
    Scene(words.results, "retros and themes, too", {"found": WITH_RETROS, "command": "/pmo"}),
    Scene(words.results, "changes, too", {"found": replace(FOUND, changes=CHANGES), "command": "/pmo"}),
    Scene(words.results, "to a guest", {"found": replace(FOUND, guest=True), "command": "/pmo"}),
    Scene(words.results, "nothing, to a guest", {"found": Found("prices", "UTC", NOW, guest=True), "command": "/pmo"}),
)
