"""What the PMO makes of a theme that several teams have in common: an action, a blocker, a page, or nothing for now."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.playbook import Draft, drafted
from bot.domain.playbook_search import is_clear
from bot.domain.retro_systemic import Became, Systemic, source_of
from bot.parts import Parts
from bot.slack.gateway import View
from bot.views import action_form, playbook_form, retro_systemic
from handlers.blocker import open_raising
from handlers.click import click_of, number
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to its buttons, on the home tab and in the report."""
    app.action(retro_systemic.MAKE_ACTION)(partial(make_action, bot))
    app.action(retro_systemic.MAKE_BLOCKER)(partial(make_blocker, bot))
    app.action(retro_systemic.CHANGE_PAGE)(partial(change_page, bot))
    app.action(retro_systemic.CHANGE_THIS)(partial(change_this, bot))
    app.action(retro_systemic.NEW_PAGE)(partial(write_page, bot))
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
    """Open the page that its words find, to be changed; where there is none a new one, which quotes no card.

    Where several may be meant, they are offered.
    """
    await ack()
    place, one = await _pressed(bot, body, context)
    found = await bot.playbook.lookups.find(place.workspace_id, place.slack_id, one.name)
    if not found.hits:
        await place.open(bot, await _new_page(bot, place, one))
    elif is_clear(one.name, [hit.page.title for hit in found.hits]):
        await place.open(bot, await _page(bot, place, one, found.hits[0].page.id))
    else:
        await place.open(bot, retro_systemic.choose_view(bot.words, one, found.hits, found.today))


async def change_this(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the page that was chosen of several."""
    await ack()
    page_id, _, theme_id = click_of(body, context).value.partition(":")
    place, one = await _meant(bot, body, context, number(theme_id))
    await _instead(bot, place, body, await _page(bot, place, one, number(page_id)))


async def write_page(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open a new page where none of those that were found is meant."""
    await ack()
    place, one = await _pressed(bot, body, context)
    await _instead(bot, place, body, await _new_page(bot, place, one))


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
    return await _meant(bot, body, context, click_of(body, context).number)


async def _meant(bot: Parts, body: Body, context: Mapping[str, Any], theme_id: int) -> tuple[Place, Systemic]:
    place = place_of(body, context)
    return place, await bot.retro.systemics.one(place.workspace_id, place.slack_id, theme_id)


async def _page(bot: Parts, place: Place, one: Systemic, page_id: int) -> View:
    """Return the form of a page that is changed for one."""
    facts = await bot.playbook.pages.form(place.workspace_id, place.slack_id, page_id)
    return playbook_form.page_form(bot.words, replace(facts, source=source_of(one.theme_id)))


async def _new_page(bot: Parts, place: Place, one: Systemic) -> View:
    """Return the form of a page that is written for one."""
    draft = _draft(one, source_of(one.theme_id))
    facts = await bot.playbook.pages.new_form(place.workspace_id, place.slack_id, draft)
    return playbook_form.page_form(bot.words, facts)


async def _instead(bot: Parts, place: Place, body: Body, view: View) -> None:
    """Put a form in the place of the choice in which it was pressed for."""
    chosen_in = body.get("view") or {}
    if chosen_in.get("callback_id") == retro_systemic.CHOOSE_VIEW:
        await (await bot.slack_for(place.workspace_id)).update_view(str(chosen_in["id"]), view)
    else:
        await place.open(bot, view)


def _draft(one: Systemic, source: str) -> Draft:
    """Return what a page begins with that is written for a theme: never its cards, which are for the PMO alone."""
    problem = f"{one.told} (in the retros of several teams)" if one.told else "In the retros of several teams"
    return Draft(title=one.told, body=drafted(problem, "", "", ""), source=source)
