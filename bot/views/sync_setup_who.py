"""Whom a sync asks, as its form has it: teams, and with everyone as the voice a channel, a user group and people."""

import slackblocks as sb

from bot.domain.ritual_setup import SetupFacts
from bot.domain.speaker import Voice
from bot.domain.sync_setup import SyncChoices
from bot.views import blocks
from bot.views.team_menu import several_teams

MOST = 100
"""User groups that Slack's menu takes."""


def teams(action: str, facts: SetupFacts[SyncChoices]) -> list[sb.Block]:
    """Return the field of teams; `action` is that of every field. Where there are no teams there is none."""
    if not facts.teams:
        return []
    chosen = [team for team in facts.choices.team_ids if team in facts.teams]
    element = several_teams(action, facts.teams, chosen=chosen)
    # Slack calls a field optional that may be empty: with one voice per team this one may not.
    optional = facts.choices.voice is not Voice.TEAM
    return [blocks.field("teams", "Teams", element, optional=optional, dispatch=True)]


def others(action: str, facts: SetupFacts[SyncChoices]) -> list[sb.Block]:
    """Return who is asked besides teams; with one voice per team nobody is, and these are not shown."""
    choices = facts.choices
    channel = blocks.channels(action, chosen=_chosen(choices.follows_channel), most=1, placeholder="Choose a channel")
    shown = [
        blocks.field(
            "follows_channel",
            "Everybody in a channel",
            channel,
            hint="Who joins is asked from the next time on, who leaves is not. Guests take part only by name.",
            dispatch=True,
        )
    ]
    if facts.groups or choices.follows_group:
        groups = {choices.follows_group: "It is not there any more"} if choices.follows_group else {}
        offered = [blocks.option(label, group) for group, label in (groups | dict(facts.groups)).items()]
        element = blocks.multi_select(
            action, offered[:MOST], chosen=_chosen(choices.follows_group), placeholder="Choose a group", most=1
        )
        hint = "The same holds for a user group."
        shown.append(blocks.field("follows_group", "Everybody in a user group", element, hint=hint, dispatch=True))
    people = blocks.people(action, chosen=choices.people, placeholder="Choose people")
    hint = "Whoever is in several of these is asked once."
    return [*shown, blocks.field("people", "People by name", people, hint=hint, dispatch=True)]


def _chosen(one: str) -> list[str]:
    return [one] if one else []
