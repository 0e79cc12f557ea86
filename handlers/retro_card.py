"""Cards of a retro: the form, the box, withdrawing by the code, and what the facilitator hides."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.retro_card import LONGEST, check_length, one_card
from bot.domain.retro_card_form import Why
from bot.errors import UserError
from bot.parts import Parts
from bot.services.retro_card import CardsChanged
from bot.slack import shortcuts
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import retro_card, retro_thread, retro_withdraw
from handlers.click import click_of, number
from handlers.form import form_of
from handlers.place import Place, place_of
from handlers.shortcut import place_of_message, text_of_message

Body = Mapping[str, Any]

READ_BY_ALL = (
    "What you write here is read by everybody in the channel, so it was not put into the box, which is sealed. "
    "`{command} retro add` and then your words is read by nobody else, and so is the form of your cards."
)


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons and forms of cards, and to the shortcut."""
    app.action(retro_card.ADD)(partial(open_cards, bot))
    app.action(retro_card.BOX)(partial(open_box, bot))
    app.view(retro_card.FORM)(partial(submit, bot))
    app.view(retro_card.ADD_FORM)(partial(submit_one, bot))
    app.shortcut(shortcuts.RETRO.callback_id)(partial(add_message, bot))
    app.action(retro_withdraw.WITHDRAW)(partial(open_withdraw, bot))
    app.view(retro_withdraw.FORM)(partial(submit_withdraw, bot))
    app.action(retro_thread.MORE)(partial(open_more, bot))
    app.view(retro_thread.FORM)(partial(submit_hide, bot))


async def add_command(bot: Parts, place: Place, text: str) -> Message | None:
    """Drop what was typed after `retro add` into the box, and return the receipt.

    Where a retro must be chosen, or the words do not make a card, the form opens with them in it. What is too long even
    for that comes back whole: Slack does not keep what was typed after a command.
    """
    if place.spoken:
        raise UserError(READ_BY_ALL.format(command=bot.settings.command))
    card = one_card(text)
    try:
        check_length(card)
    except UserError as error:
        if len(card) > retro_card.FIELD_LENGTH:
            return retro_card.typed_back(bot.words, text, error.sentence)
    receipt = None
    if card and len(card) <= LONGEST:
        receipt = await bot.retro.cards.add_one(place.workspace_id, place.slack_id, card)
    if receipt is not None:
        return retro_card.receipt(bot.words, receipt)
    why = Why.LONG if len(card) > LONGEST else Why.NEW
    facts = await bot.retro.cards.add_form(place.workspace_id, place.slack_id, card, why)
    await place.open(bot, retro_card.add_form(bot.words, facts))
    return None


async def withdraw_command(bot: Parts, place: Place, code: str) -> Message | None:
    """Withdraw the card of the code, or open the form for it, where there are several or no code was typed."""
    if not code:
        await place.open(bot, retro_withdraw.form(bot.words))
        return None
    found = await bot.retro.withdrawals.find(place.workspace_id, code)
    if len(found.cards) > 1:
        await place.open(bot, retro_withdraw.form(bot.words, code, found))
        return None
    return retro_withdraw.withdrawn(bot.words, await bot.retro.withdrawals.withdraw(place.workspace_id, code))


async def open_cards(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open one's cards of a round."""
    await ack()
    place, round_id = place_of(body, context), click_of(body, context).number
    await place.open(bot, retro_card.form(bot.words, await bot.retro.cards.form(*_who(place), round_id)))


async def open_box(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open all cards of one's own that wait to be shown in a retro."""
    await ack()
    place, retro_id = place_of(body, context), click_of(body, context).number
    await place.open(bot, retro_card.form(bot.words, await bot.retro.cards.box_form(*_who(place), retro_id)))


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take one's cards; where they were changed or shown meanwhile the form shows so, with all that was typed."""
    workspace_id, slack_id, view = context[WORKSPACE_ID], context[SLACK_ID], form_of(body)
    sent = retro_card.sent_in(view)
    try:
        if retro_card.ticket_of(view).late:
            receipt = await bot.retro.cards.add(workspace_id, slack_id, [one.text for one in sent.cards], sent.retro_id)
        else:
            receipt = await bot.retro.cards.submit(workspace_id, slack_id, sent)
    except CardsChanged as changed:
        await ack(response_action="update", view=dict(retro_card.form(bot.words, changed.form)))
        return
    await ack(response_action="update", view=dict(retro_card.receipt_view(bot.words, receipt)))


async def submit_one(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take what came from a message, or was typed where a retro had to be chosen."""
    retro_id, texts = retro_card.added_in(form_of(body))
    receipt = await bot.retro.cards.add(context[WORKSPACE_ID], context[SLACK_ID], texts, retro_id)
    await ack(response_action="update", view=dict(retro_card.receipt_view(bot.words, receipt)))


async def add_message(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form for the box with the message in it."""
    await ack()
    place = place_of_message(body, context)
    text = await text_of_message(bot, place, body)
    why = Why.LONG if len(one_card(text)) > LONGEST else Why.NEW
    facts = await bot.retro.cards.add_form(*_who(place), text, why)
    await place.open(bot, retro_card.add_form(bot.words, facts))


async def open_withdraw(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form for a code; with the code of a receipt it shows its cards at once."""
    await ack()
    place, code = place_of(body, context), click_of(body, context).value
    found = await bot.retro.withdrawals.find(place.workspace_id, code) if code else None
    await place.open(bot, retro_withdraw.form(bot.words, code, found))


async def submit_withdraw(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Withdraw what was ticked; before that, show what the code opens."""
    workspace_id, (code, numbers) = context[WORKSPACE_ID], retro_withdraw.typed_in(form_of(body))
    try:
        if numbers is None:
            found = await bot.retro.withdrawals.find(workspace_id, code)
            view = retro_withdraw.form(bot.words, code, found)
        else:
            done = await bot.retro.withdrawals.withdraw(workspace_id, code, numbers)
            view = retro_withdraw.withdrawn_view(bot.words, done)
    except UserError as error:
        raise UserError(error.sentence, field=retro_withdraw.CODE) from None
    await ack(response_action="update", view=dict(view))


async def open_more(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open what was chosen in the menu of a page: withdraw a card, or hide some as its facilitator."""
    await ack()
    place = place_of(body, context)
    chosen, _, value = click_of(body, context).value.partition(":")
    if chosen == retro_withdraw.WITHDRAW:
        await place.open(bot, retro_withdraw.form(bot.words))
        return
    round_id, _, page = value.partition(":")
    facts = await bot.retro.hiding.form(*_who(place), number(round_id), number(page))
    await place.open(bot, retro_thread.hide_form(bot.words, facts))


async def submit_hide(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Hide what was ticked, and show the rest."""
    ticket, ids = retro_thread.hidden_in(form_of(body))
    await bot.retro.hiding.hide(context[WORKSPACE_ID], context[SLACK_ID], ticket.round, ticket.page, ids)
    await ack()


def _who(place: Place) -> tuple[str, str]:
    return place.workspace_id, place.slack_id
