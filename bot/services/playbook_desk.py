"""All that is done with playbooks, put together in one place."""

from dataclasses import dataclass
from typing import Self

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.services.audit import Audit
from bot.services.playbook import Playbooks
from bot.services.playbook_codify import Codifying
from bot.services.playbook_list import PlaybookLists
from bot.services.playbook_look import PlaybookLookups
from bot.services.playbook_offer import PlaybookOffers
from bot.services.playbook_question import PlaybookQuestions
from bot.services.playbook_search import Titles
from bot.services.playbook_starter import PlaybookStarters


@dataclass(frozen=True, slots=True)
class PlaybookDesk:
    """Pages are written by `pages`, begun with what has worked by `codifying`, found and read by `lookups`.

    `offers` are made in channels that want them; `titles` keeps the words of all titles in memory.
    """

    pages: Playbooks
    lists: PlaybookLists
    starters: PlaybookStarters
    lookups: PlaybookLookups
    questions: PlaybookQuestions
    codifying: Codifying
    offers: PlaybookOffers
    titles: Titles

    @classmethod
    def of(cls, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> Self:
        """Put it together."""
        pages, titles = Playbooks(database, clock, ledger, audit), Titles()
        return cls(
            pages=pages,
            lists=PlaybookLists(database, clock),
            starters=PlaybookStarters(pages),
            lookups=PlaybookLookups(database, clock, ledger, titles),
            questions=PlaybookQuestions(database, clock, ledger, audit),
            codifying=Codifying(database),
            offers=PlaybookOffers(database, clock, audit),
            titles=titles,
        )
