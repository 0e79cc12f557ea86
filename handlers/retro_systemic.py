"""What the PMO makes of a theme that several teams have in common: an action, a blocker, a page, or nothing for now."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.playbook import Draft, drafted
from bot.domain.retro_systemic import Became, Systemic, source_of
from bot.parts import Parts
from bot.views import action_form, playbook_form, retro_systemic
from handlers.blocker import open_raising
from handlers.click import click_of
from handlers.home import refresh_home
from handlers.place import Place, place_of
from handlers.playbook_form import open_new_page

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to its buttons, on the home tab and in the report."""
    app.action(retro_systemic.MAKE_ACTION)(partial(make_action, bot))
    app.action(retro_systemic.MAKE_BLOCKER)(partial(make_blocker, bot))
    app.action(retro_systemic.CHANGE_PAGE)(partial(change_page, bot))
    app.action(retro_systemic.SET_ASIDE)(partial(set_aside, bot))


async def make_action(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a new action with the theme in it."""
    await ack()
    place, one = await _pressed(bot, body, context)
    facts = await bot.action_raising.form(place.workspace_id, place.slack_id)
    form = action_form.new_form(bot.words, facts, text=one.told, home=place.on_home, theme=one.theme_id)
    await place.open(bot, form)


async def make_blocker(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a blocker with the theme in it."""
    await ack()
    place, one = await _pressed(bot, body, context)
    await open_raising(bot, place, one.told, theme=one.theme_id)


async def change_page(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the page that its words find, to be changed; where there is none a new one, which quotes no card."""
    await ack()
    place, one = await _pressed(bot, body, context)
    source = source_of(one.theme_id)
    found = await bot.playbook.lookups.find(place.workspace_id, place.slack_id, one.name)
    if not found.hits:
        await open_new_page(bot, place, _draft(one, source))
        return
    facts = await bot.playbook.pages.form(place.workspace_id, place.slack_id, found.hits[0].page.id)
    await place.open(bot, playbook_form.page_form(bot.words, replace(facts, source=source)))


async def set_aside(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Make nothing of it, until a retro has it anew."""
    await ack()
    place, theme_id = place_of(body, context), click_of(body, context).number
    name = await bot.retro.systemics.make(place.workspace_id, place.slack_id, theme_id, Became.ASIDE)
    if place.on_home:
        await refresh_home(bot, place.workspace_id, place.slack_id)
        return
    await place.answer(bot, retro_systemic.aside_message(bot.words, name))


async def _pressed(bot: Parts, body: Body, context: Mapping[str, Any]) -> tuple[Place, Systemic]:
    place = place_of(body, context)
    one = await bot.retro.systemics.one(place.workspace_id, place.slack_id, click_of(body, context).number)
    return place, one


def _draft(one: Systemic, source: str) -> Draft:
    """Return what a page begins with that is written for a theme: never its cards, which are for the PMO alone."""
    problem = f"{one.told} (in the retros of several teams)" if one.told else "In the retros of several teams"
    return Draft(title=one.told, body=drafted(problem, "", "", ""), source=source)
