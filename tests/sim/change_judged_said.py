"""What came of what people said in a simulated quarter: figures, questions, pulses, sessions, and who is not known."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta

from bot.domain.change_question import State
from bot.playground.seen import words_of
from bot.services.change_question_message import ANSWERS
from tests.sim.change_asking import Asked
from tests.sim.change_judged import Judge
from tests.sim.change_life import ChangeLife
from tests.sim.change_read import Stored

SEALED, QUESTIONS, WORDS = "change_question_sealed", "change_question", "change_question_word"
FIRST_WORD = timedelta(days=10)
"""So long after something was asked the PMO has heard of it, unless somebody has said something."""

NIGHT = timedelta(days=1)
FEWEST = 5
"""Answers of which a pulse says anything."""


def wrong_figures(
    judge: Judge,
    tables: Mapping[int, list[list[str]]],
    stored: Stored,
    replies: Mapping[tuple[int, str], list[str]],
) -> list[tuple[int, str, list[int], list[int]]]:
    """Return the rows by announcement and group that say something else than people did, or do not add up.

    A row: reached, got it, asked, not affected, no reply yet.
    """
    found = []
    has = {(one.number, one.email) for one in judge.told}
    for said in judge.life.said:
        meant: dict[str, Counter[str]] = defaultdict(Counter)
        for email, group, number in stored.readers.values():
            if number == said.number and (number, email) in has:
                meant[group][replies.get((number, email), [""])[-1]] += 1
        rows = {row[0]: [int(cell.replace(",", "")) for cell in row[2:]] for row in tables.get(said.number, ())}
        for group in sorted({*meant, *rows} - {"All"}):
            count = meant[group]
            expected = [count.total(), count["got"], count["asked"], count["not_affected"], count[""]]
            if rows.get(group, [0] * 5) != expected:
                found.append((said.number, group, expected, rows.get(group, [])))
        sums = [sum(column) for column in zip(*(row for name, row in rows.items() if name != "All"), strict=True)]
        if len(rows) > 1 and rows.get("All") != sums:
            found.append((said.number, "All", sums, rows.get("All", [])))
    return found


def wrong_groups(judge: Judge, stored: Stored) -> list[tuple[int, str, str, str]]:
    """Return who counts with another group than that for which most changes, where theirs were the same throughout."""
    found = []
    at = {(one.number, one.email): one.at for one in judge.told}
    for email, group, number in stored.readers.values():
        when, said = at.get((number, email)), judge.said[number]
        if when is not None and email in judge.people:
            who = judge.people[email]
            own = judge.own(who, said, when)
            same = judge.groups(who, when - timedelta(days=3)) == judge.groups(who, when)
            if own and same and own != group:
                found.append((number, email, group, own))
    return found


def wrong_pulses(judge: Judge, stored: Stored) -> list[object]:
    """Return the pulses whose figures differ from what people said to them, as a whole or in a group."""
    found: list[object] = []
    for pulse, results in stored.pulses:
        by_group: dict[str, list[dict[int, int]]] = defaultdict(list)
        for (email, ts), scores in judge.life.pulsed.items():
            if pulse.opened_at.timestamp() <= float(ts) < pulse.closes_at.timestamp():
                by_group[stored.pulsed[pulse.id, email]].append(scores)
        small = [one for those in by_group.values() if len(those) < FEWEST for one in those]
        parts = [those for those in [*by_group.values(), small] if len(those) >= FEWEST]
        given = [one for those in parts for one in those]
        if pulse.state != "closed" or (len(given) < FEWEST and not results):
            continue
        means = []
        for letter in range(5):
            said = [[one[letter] for one in those if letter in one] for those in parts]
            scored = [score for those in said if len(those) >= FEWEST for score in those]
            means.append(round(sum(scored) / len(scored), 2) if scored else None)
        whole = results.get("all")
        if whole is None or (whole.answers, whole.means) != (len(given), means):
            found.append((pulse.opened_at, len(given), means, whole and (whole.answers, whole.means)))
        groups = [one for name, one in results.items() if name != "all"]
        if any(one.answers < FEWEST for one in groups) or sum(one.answers for one in groups) > len(given):
            found.append((pulse.opened_at, [(name, one.answers) for name, one in results.items()]))
    return found


def wrong_sessions(life: ChangeLife, stored: Stored) -> list[tuple[str, str, str]]:
    """Return who said something else to the invitation than is stored."""
    return [
        (email, answer, stored.parts.get(email, "nothing"))
        for email, answer in life.sessions.items()
        if stored.parts.get(email) != answer
    ]


def wrong_questions(judge: Judge, stored: Stored) -> Iterator[tuple[str, Asked]]:
    """Yield what was asked and is lost, stands otherwise than those who answer said, or of which nobody heard."""
    for one in judge.life.asking.asked:
        row = stored.questions.get(str(one.number))
        if row is None:
            if one.at + NIGHT < judge.ends:
                yield "lost", one
            continue
        state = one.said[-1][1] if one.said else State.OPEN
        if row.state != state:
            yield f"is {row.state}", one
        heard = stored.news[row.id]
        if not one.code and heard < len(one.said) and one.by.email not in judge.life.gone:
            yield f"heard {heard} times of it", one
        if one.code and heard:
            yield "was sent, though without a name", one
        if not one.said and one.at + FIRST_WORD < min(judge.ends, judge.closed) and row.id not in stored.late:
            yield "the PMO does not know that it is late", one


async def wrong_codes(judge: Judge) -> list[tuple[str, Asked]]:
    """Return what cannot be read by its code, or does not say what came of it; everybody who is there tries theirs."""
    found = []
    for one in judge.life.asking.asked:
        if one.code and one.by.email not in judge.life.gone:
            persona = judge.life.world.persona(one.by.email)
            await persona.command("/pmo ask code")
            errors = await persona.submit({"Code": one.code})
            shown = words_of(persona.modal.blocks) if persona.modal else ""
            if persona.modal is not None:
                await persona.client.close(persona.modal, clear=True)
            settled = bool(one.said) and one.said[-1][1] != State.UNKNOWN
            if errors or f"(q{one.number})" not in shown or (settled and f"(a{one.number})" not in shown):
                found.append((shown, one))
    return found


def authors_known(judge: Judge, stored: Stored) -> Iterator[tuple[str, Asked]]:
    """Yield rows from which a reader of the database learns who asked something without a name."""
    for one in judge.life.asking.asked:
        if not one.code:
            continue
        who = judge.life.world.persona(one.by.email).person
        names = re.compile(rf"{re.escape(who.id)}\b|{re.escape(one.by.email)}|{re.escape(one.by.name)}\b")
        row = stored.questions.get(str(one.number))
        for table, rows in stored.rows.items():
            for text in rows:
                has_words = f"(q{one.number})" in text
                if has_words and table not in {SEALED, QUESTIONS, WORDS}:
                    yield f"its words in {table}", one
                told_all = ANSWERS in text
                if (has_words or (row is not None and row.id in text)) and names.search(text) and not told_all:
                    yield f"its author in {table}: {text}", one
        if row is not None and (row.asked_by_id is not None or row.asked_at == one.at):
            yield "its author or time beside it", one
