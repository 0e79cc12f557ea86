"""Every message, form and home tab of the bot, drawn with rich, empty, hostile and very long facts."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_type_hints

import bot.views
from bot.render import Words
from bot.slack.gateway import Message, View
from tests.gallery import (
    action_scenes,
    announcement_figures_scenes,
    announcement_message_scenes,
    announcement_progress_scenes,
    announcement_reply_scenes,
    announcement_scenes,
    announcement_sign_scenes,
    away_scenes,
    blocker_scenes,
    change_calendar_scenes,
    change_close_scenes,
    change_hand_scenes,
    change_heartbeat_scenes,
    change_load_scenes,
    change_pulse_scenes,
    change_question_scenes,
    change_retro_scenes,
    change_scenes,
    change_step_scenes,
    decision_scenes,
    digest_scenes,
    follow_scenes,
    geekbot_import_scenes,
    member_scenes,
    my_data_scenes,
    office_scenes,
    opt_out_scenes,
    participation_scenes,
    pause_scenes,
    person_import_scenes,
    playbook_home_scenes,
    playbook_mended_scenes,
    playbook_scenes,
    prompt_scenes,
    retro_action_scenes,
    retro_card_scenes,
    retro_report_scenes,
    retro_scenes,
    retro_theme_scenes,
    retro_why_scenes,
    rhythm_scenes,
    rollup_scenes,
    search_retro_scenes,
    shortcut_scenes,
    stakeholder_scenes,
    sync_map_scenes,
    sync_trend_scenes,
    team_scenes,
)
from tests.gallery.changes import hostile, long
from tests.gallery.scene import Scene

SCENES: tuple[Scene, ...] = (
    *action_scenes.SCENES,
    *announcement_message_scenes.SCENES,
    *announcement_scenes.SCENES,
    *announcement_sign_scenes.SCENES,
    *announcement_figures_scenes.SCENES,
    *announcement_progress_scenes.SCENES,
    *announcement_reply_scenes.SCENES,
    *away_scenes.SCENES,
    *blocker_scenes.SCENES,
    *change_hand_scenes.SCENES,
    *change_heartbeat_scenes.SCENES,
    *change_question_scenes.SCENES,
    *change_calendar_scenes.SCENES,
    *change_close_scenes.SCENES,
    *change_load_scenes.SCENES,
    *change_pulse_scenes.SCENES,
    *change_retro_scenes.SCENES,
    *change_scenes.SCENES,
    *change_step_scenes.SCENES,
    *decision_scenes.SCENES,
    *digest_scenes.SCENES,
    *follow_scenes.SCENES,
    *geekbot_import_scenes.SCENES,
    *member_scenes.SCENES,
    *my_data_scenes.SCENES,
    *office_scenes.SCENES,
    *opt_out_scenes.SCENES,
    *pause_scenes.SCENES,
    *participation_scenes.SCENES,
    *person_import_scenes.SCENES,
    *playbook_scenes.SCENES,
    *playbook_home_scenes.SCENES,
    *playbook_mended_scenes.SCENES,
    *prompt_scenes.SCENES,
    *retro_card_scenes.SCENES,
    *retro_action_scenes.SCENES,
    *retro_report_scenes.SCENES,
    *retro_scenes.SCENES,
    *retro_theme_scenes.SCENES,
    *retro_why_scenes.SCENES,
    *search_retro_scenes.SCENES,
    *rhythm_scenes.SCENES,
    *rollup_scenes.SCENES,
    *shortcut_scenes.SCENES,
    *stakeholder_scenes.SCENES,
    *sync_map_scenes.SCENES,
    *sync_trend_scenes.SCENES,
    *team_scenes.SCENES,
)
MOODS = {"": dict, "hostile": hostile, "long": long}


@dataclass(frozen=True)
class Shot:
    """One picture of the gallery. `mood` is "" for good facts, "hostile" or "long"."""

    view: str
    name: str
    mood: str
    draw: Callable[[Words], Message | View]

    @property
    def title(self) -> str:
        """What it is called: "sync_prompt.prompt_message: asking (hostile)"."""
        return f"{self.view}: {self.name}{f' ({self.mood})' if self.mood else ''}"


def shots() -> list[Shot]:
    """Return the whole catalogue."""
    return [
        Shot(name_of(scene.view), scene.name, mood, _drawer(scene, mood))
        for scene in SCENES
        for mood in MOODS
        if not (mood and (scene.empty or not scene.facts))
    ]


def public_views() -> Iterator[Callable[..., Any]]:
    """Yield every public function of bot/views that returns a message or a view."""
    for module in pkgutil.iter_modules(bot.views.__path__):
        loaded = importlib.import_module(f"bot.views.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            mine = function.__module__ == loaded.__name__ and not name.startswith("_") and module.name != "blocks"
            if mine and get_type_hints(function).get("return") in (Message, View, Message | None):
                yield function


def name_of(view: Callable[..., Any]) -> str:
    """Return "sync_prompt.prompt_message"."""
    return f"{view.__module__.removeprefix('bot.views.')}.{view.__name__}"


def _drawer(scene: Scene, mood: str) -> Callable[[Words], Message | View]:
    def draw(words: Words) -> Message | View:
        arguments = scene.built(MOODS[mood](dict(scene.facts)))
        wants_words = "words" in inspect.signature(scene.view).parameters
        drawn: Message | View = scene.view(**({"words": words} if wants_words else {}), **arguments)
        return drawn

    return draw
