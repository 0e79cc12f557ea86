"""The forms of pages: a new one, a new version, handing over, what is out of date, and an earlier version restored."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.playbook import Draft, Page, to_write
from bot.domain.retro_systemic import Became, theme_in
from bot.errors import SlackRefused
from bot.parts import Parts
from bot.services.playbook_write import Outrun
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import playbook, playbook_form, playbook_found
from bot.views.filled import Filled
from handlers.click import click_of, number
from handlers.form import CLOSED, form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons that open forms, and to the forms."""
    app.action(playbook_found.NEW)(partial(open_new, bot))
    app.action(playbook.EDIT)(partial(open_edit, bot))
    app.action(playbook.HAND)(partial(open_hand, bot))
    app.action(playbook.OUTDATED)(partial(open_outdated, bot))
    app.action(playbook.RESTORE)(partial(restore, bot))
    app.view(playbook_form.FORM)(partial(submit, bot))
    app.view(playbook_form.HAND_FORM)(partial(submit_hand, bot))
    app.view(playbook_form.OUTDATED_FORM)(partial(submit_outdated, bot))


async def open_new(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a new page."""
    await ack()
    await open_new_page(bot, place_of(body, context))


async def open_new_page(bot: Parts, place: Place, draft: Draft = Draft()) -> None:  # noqa: B008 (it is frozen)
    """Open the form of a new page that begins with `draft`."""
    facts = await bot.playbook.pages.new_form(place.workspace_id, place.slack_id, draft)
    await place.open(bot, playbook_form.page_form(bot.words, facts))


async def open_edit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a page."""
    await ack()
    click = click_of(body, context)
    facts = await bot.playbook.pages.form(click.workspace_id, click.slack_id, click.number)
    await over(bot, body, context, playbook_form.page_form(bot.words, facts))


async def open_hand(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which a page is handed over. Raises NotAllowed."""
    await ack()
    click = click_of(body, context)
    page = await bot.playbook.lookups.own(click.workspace_id, click.slack_id, click.number)
    await over(bot, body, context, playbook_form.hand_form(bot.words, page))


async def open_outdated(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which a reader says what is out of date; whoever keeps the page writes what is true instead."""
    await ack()
    click = click_of(body, context)
    facts = await bot.playbook.lookups.view(click.workspace_id, click.slack_id, click.number)
    if facts.page.own:
        mine = await bot.playbook.pages.form(click.workspace_id, click.slack_id, click.number)
        await over(bot, body, context, playbook_form.page_form(bot.words, mine))
        return
    await over(bot, body, context, playbook_form.outdated_form(bot.words, facts.page))


async def restore(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Make an earlier version the newest."""
    await ack()
    click = click_of(body, context)
    page_id, version, revision = (number(one) for one in (click.value + "::").split(":")[:3])
    page = await bot.playbook.pages.restore(click.workspace_id, click.slack_id, page_id, version, revision)
    slack = await bot.slack_for(click.workspace_id)
    view = form_of(body)
    sentence = f"“{page.title}” says again what it said then. What was written in between stays in its history."
    sentence += _unwritten(page)
    await slack.update_view(str(view["id"]), playbook_form.said(bot.words, "Version restored", sentence))
    if below := view.get("previous_view_id"):
        history = await bot.playbook.lookups.history(click.workspace_id, click.slack_id, page.id)
        await drawn(bot, click.workspace_id, str(below), playbook.history_view(bot.words, history))
    await _page_below(bot, view, click.workspace_id, click.slack_id, page, which="root_view_id")


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take a page; what cannot be taken is said beside its field, and what another one wrote meanwhile above them."""
    view = form_of(body)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    ticket = playbook_form.form_ticket(view)
    written, has_body = playbook_form.written_in(view)
    if not ticket.page:
        page = await bot.playbook.pages.create(workspace_id, slack_id, written)
        await _of_teams(bot, workspace_id, slack_id, ticket.source)
        found = f"`{bot.settings.command} playbook` and words of it find it."
        sentence = f"“{page.title}” is published. {found}{_unwritten(page)}"
        await ack(response_action="update", view=dict(playbook_form.said(bot.words, "Page published", sentence)))
        return
    done = await bot.playbook.pages.edit(workspace_id, slack_id, ticket.page, ticket.revision, written, body=has_body)
    if isinstance(done, Outrun):
        newer = await bot.playbook.pages.form(workspace_id, slack_id, ticket.page)
        facts = replace(newer, source=ticket.source)
        typed = playbook_form.typed_in(view, facts, done.by, done.changes)
        await ack(response_action="update", view=dict(playbook_form.page_form(bot.words, typed)))
        return
    await _of_teams(bot, workspace_id, slack_id, ticket.source)
    await _done(bot, ack, view, context, done, "Page saved", f"“{done.title}” is saved.{_unwritten(done)}")


def _unwritten(page: Page) -> str:
    """Return what whoever saved a page has left to be written, "" where that is nothing."""
    if not page.unwritten:
        return ""
    return f" {to_write(page.unwritten)}: the page counts as verified once “…” is gone."


async def _of_teams(bot: Parts, workspace_id: str, slack_id: str, source: str) -> None:
    """Note that what several teams have in common, if that is what the PMO wrote a page for, has become part of one."""
    if theme := theme_in(source):
        await bot.retro.systemics.noted(workspace_id, slack_id, theme, Became.PAGE)
        await refresh_home(bot, workspace_id, slack_id)


async def submit_hand(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Hand a page over; who cannot keep it is said beside the field."""
    view = form_of(body)
    to = Filled.of(view).one(playbook_form.OWNER)
    page = await bot.playbook.pages.hand_over(context[WORKSPACE_ID], context[SLACK_ID], playbook_form.page_in(view), to)
    await _done(bot, ack, view, context, page, "Handed over", f"{page.owner} keeps “{page.title}” now, and is told.")


async def submit_outdated(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Tell the owner of a page what is out of date."""
    view = form_of(body)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    page_id = playbook_form.page_in(view)
    typed = Filled.of(view).text(playbook_form.WHAT)
    owner = await bot.playbook.lookups.outdated(workspace_id, slack_id, page_id, typed)
    page = (await bot.playbook.lookups.view(workspace_id, slack_id, page_id)).page
    sentence = f"{owner} sees it, and looks at the page. You hear what comes of it."
    await _done(bot, ack, view, context, page, "Thank you", sentence)


async def over(bot: Parts, body: Body, context: Mapping[str, Any], view: View) -> None:
    """Open a form: on top of the page or history where one is open, else by itself."""
    place = place_of(body, context)
    if (body.get("view") or {}).get("type") == "modal":
        await (await bot.slack_for(place.workspace_id)).push_view(place.trigger, view)
    else:
        await place.open(bot, view)


async def _done(
    bot: Parts, ack: AsyncAck, view: View, context: Mapping[str, Any], page: Page, title: str, sentence: str
) -> None:
    """Close a form that lies on the page, which then shows what was done; else say it in the form's place."""
    if not view.get("previous_view_id"):
        await ack(response_action="update", view=dict(playbook_form.said(bot.words, title, sentence)))
        return
    await ack()
    await _page_below(bot, view, context[WORKSPACE_ID], context[SLACK_ID], page, sentence)


async def _page_below(
    bot: Parts,
    view: View,
    workspace_id: str,
    slack_id: str,
    page: Page,
    note: str = "",
    which: str = "previous_view_id",
) -> None:
    """Draw the page anew on which a form lies, or lay; one that was closed meanwhile needs nothing."""
    facts = await bot.playbook.lookups.view(workspace_id, slack_id, page.id, note=note)
    await drawn(bot, workspace_id, str(view[which]), playbook.page_view(bot.words, facts))


async def drawn(bot: Parts, workspace_id: str, view_id: str, view: View) -> None:
    """Draw an open form anew; one that was closed meanwhile needs nothing."""
    try:
        await (await bot.slack_for(workspace_id)).update_view(view_id, view)
    except SlackRefused as refused:
        if refused.code != CLOSED:
            raise
