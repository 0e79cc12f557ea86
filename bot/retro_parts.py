"""The parts of a retro that join in as its rounds go on, put together in one place: cards, themes and votes."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.services.action_new import ActionRaising
from bot.services.anonymous import Seal
from bot.services.audit import Audit
from bot.services.retro_action import RetroActions
from bot.services.retro_away import RetroAways
from bot.services.retro_card import RetroCards
from bot.services.retro_names import RetroNames
from bot.services.retro_phase import RetroPhases
from bot.services.retro_report import RetroReports
from bot.services.retro_reveal import RetroReveal
from bot.services.retro_systemic import RetroSystemics
from bot.services.retro_theme import suggest_themes
from bot.services.retro_theme_page import RetroThemePages
from bot.services.retro_theme_sort import RetroSorting
from bot.services.retro_thread import RetroHiding
from bot.services.retro_vote import RetroVotes, count_votes
from bot.services.retro_why import RetroWhy
from bot.services.retro_withdraw import RetroWithdrawals
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class RetroParts:
    """What handlers and jobs are given of them."""

    seal: Seal
    cards: RetroCards
    withdrawals: RetroWithdrawals
    hiding: RetroHiding
    names: RetroNames
    actions: RetroActions
    sorting: RetroSorting
    votes: RetroVotes
    reports: RetroReports
    why: RetroWhy
    systemics: RetroSystemics
    aways: RetroAways


def retro_parts(
    settings: Settings, database: Database, clock: Clock, ledger: Ledger, audit: Audit, phases: RetroPhases
) -> RetroParts:
    """Put them together, and let them do their part in each of the `phases`."""
    seal = Seal(settings.secret_key)
    reveal = RetroReveal(seal, ledger)
    hooks = phases.hooks
    hooks.written, hooks.wrote = reveal.written, reveal.wrote
    hooks.revealed.append(reveal.show)
    hooks.discarded.append(reveal.discard)
    actions = RetroActions(database, clock, phases, ActionRaising(database, clock, ledger, audit), audit)
    aways = RetroAways(ledger)
    hooks.opened += [actions.opened, aways.opened]
    pages = RetroThemePages(ledger)
    # After the cards were written again as they are shown: those before are gone.
    hooks.revealed.append(suggest_themes)
    systemics = RetroSystemics(database, clock, audit)
    hooks.voting += [pages.post, systemics.settled]
    hooks.voted += [count_votes, pages.post, systemics.settled]
    return RetroParts(
        seal=seal,
        cards=RetroCards(database, clock, seal, settings.command),
        withdrawals=RetroWithdrawals(database, ledger),
        hiding=RetroHiding(database, clock, ledger, audit),
        names=RetroNames(database, clock, phases, seal, audit),
        actions=actions,
        sorting=RetroSorting(database, ledger, pages, audit),
        votes=RetroVotes(database, seal),
        reports=RetroReports(database, clock, systemics),
        why=RetroWhy(database),
        systemics=systemics,
        aways=aways,
    )
