"""Rounds to sum up: what teams and people said, in a few words."""

from typing import Any

from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.rollup import Detail, Entry, RollUp, State, roll_up
from bot.domain.rollup_details import details_of
from bot.domain.speaker import Voice

NAMES: dict[int | str, str] = {1: "Payments", 2: "Growth", 3: "Platform", 4: "Mobile", "U1": "Mara Lindqvist"}
CARDS = {"moved": "- Cards are live\n- Audit passed", "next": "Refunds", "headline": "Cards live; refunds next"}


def team(name: str, state: State = State.ANSWERED, **values: Any) -> Entry:
    return Entry(name, state, values, by="Ana Sousa" if state is State.ANSWERED else "")


def of_teams(*entries: Entry, **options: Any) -> RollUp:
    return roll_up(entries, DEFAULT_SYNC_QUESTIONS, voice=Voice.TEAM, names=NAMES, **options)


def of_people(*entries: Entry, **options: Any) -> RollUp:
    return roll_up(entries, DEFAULT_SYNC_QUESTIONS, voice=Voice.EVERYONE, names=NAMES, **options)


def told(*entries: Entry, voice: Voice = Voice.TEAM) -> list[Detail]:
    return list(details_of(entries, DEFAULT_SYNC_QUESTIONS, voice=voice, names=NAMES))
