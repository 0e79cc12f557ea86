"""An announcement as it is read: the message, what of it goes on in its thread, and the call to look again."""

from bot.domain.announcement_message import About, AnnouncementFacts, Section, laid_out
from bot.domain.typed_markdown import unmarked
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.announcement_reply import once_more, reply_blocks
from bot.views.playbook_rich import rich

FALLBACK = 3900
"""Characters of the text that is read where no blocks are shown."""

_FOR_LEADS = frozenset({About.POINTS, About.QUESTIONS})


def announcement_message(words: Words, facts: AnnouncementFacts) -> Message:
    """Return what one reader gets, or a channel, or whoever looks at it before it goes."""
    laid = laid_out(facts)
    shown: list[blocks.Block] = [blocks.header("title", facts.title)]
    if facts.lead is not None and facts.lead.people:
        shown.append(blocks.context("before", words("announcement/before_them.mrkdwn.j2", facts=facts)))
    for number, one in enumerate(laid.shown):
        if number and _apart(laid.shown[number - 1].about, one.about):
            shown.append(blocks.divider(f"line:{number}"))
        shown += _section(words, facts, one, number)
    if laid.pages:
        shown.append(blocks.context("more", words("announcement/more.mrkdwn.j2", pages=laid.pages)))
    shown.append(blocks.context("signed", words("announcement/signed.mrkdwn.j2", facts=facts)))
    shown += reply_blocks(words, facts)
    text = words("announcement/message_text.mrkdwn.j2", facts=facts, unmarked=unmarked)
    return blocks.message(blocks.split(text, FALLBACK)[0], shown)


def page_message(words: Words, facts: AnnouncementFacts, number: int) -> Message:
    """Return a message of the thread; one that an edit has made needless says so."""
    pages = laid_out(facts).pages
    if number >= len(pages):
        gone = words("announcement/page_gone.mrkdwn.j2")
        return blocks.message(gone, [blocks.context("gone", gone)])
    one = pages[number]
    text = words("announcement/page_text.mrkdwn.j2", facts=facts, one=one)
    return blocks.message(text, _section(words, facts, one, number))


def again_message(words: Words, facts: AnnouncementFacts) -> Message:
    """Return the reply below an announcement whose meaning has changed: an edit alone notifies nobody."""
    text = words("announcement/again.mrkdwn.j2", facts=facts)
    return blocks.message(text, [blocks.section("again", text), *once_more(words, facts)])


def _apart(above: About, one: About) -> bool:
    """Tell whether a line parts two sections: what is for one's own groups begins, or what is for leads alone."""
    if one is About.GROUP:
        return above is not About.GROUP
    return one in _FOR_LEADS and above not in _FOR_LEADS


def _section(words: Words, facts: AnnouncementFacts, one: Section, number: int) -> list[blocks.Block]:
    heading = words("announcement/heading.mrkdwn.j2", one=one)
    shown: list[blocks.Block] = [blocks.section(f"heading:{number}", heading)] if heading else []
    shown += rich(f"text:{number}", one.text, apart=True)
    if one.about is About.NOT_KNOWN and not one.goes_on and facts.next_word_on is not None:
        shown.append(blocks.section("next_word", words("announcement/next_word.mrkdwn.j2", facts=facts)))
    return shown
