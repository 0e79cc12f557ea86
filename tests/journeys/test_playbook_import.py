"""Files become pages: again without doubling, changed ones as new versions, what is broken named with its line."""

from pathlib import Path

import pytest

from bot.apply import _markdown_in
from bot.errors import UserError
from bot.services.playbook_import import Planned, PlaybookImport
from models import Playbook, PlaybookVersion
from tests.journeys.conftest import World
from tests.journeys.test_playbook import press
from tests.journeys.test_sync_races import stored

SHIP = b"""---
title: How we ship
tags: [releases, support]
owner: BEN@lumen.example
team: Growth
review: 45
verified: 2026-12-31
thanks: ana@lumen.example
---
# When

On Tuesdays; see [the board](https://example.com/board) and [the other page](hire.md).
"""
FILES = {
    "ship.md": SHIP,
    "people/hire.md": b"# How we hire\n\nTwo people read every letter. <script>alert(1)</script>\n",
    "broken.md": b"---\ntitle: x\nowner: [a\n---\nbody",
    "notes/léger.md": "Une règle légère.".encode("cp1252"),
    "wide.md": "# Weit\n\nÜber alles Weitere.".encode("utf-16"),
    "teamless.md": b"---\nteam: Nobody\n---\nSecret.",
    "soon.md": b"---\n\nreview: soon\n---\nbody",
    "twice.md": b"---\ntitle: how we SHIP\n---\nOtherwise.",
    "binary.md": b"\x89PNG\x00\x00",
}


async def bring_in(world: World, files: dict[str, bytes], owner: str = "") -> Planned:
    """Import files, as the command does."""
    parts = world.bot.parts
    importing = PlaybookImport(parts.database, parts.clock, parts.ledger, parts.audit)
    planned = await importing.plan(world.workspace_id, files, owner)
    await importing.apply(world.workspace_id, planned)
    await world.idle()
    return planned


async def test_files_become_pages_and_what_is_broken_is_named(company: World) -> None:
    """The others go on; a page of a team that is not here is left out, not shown to everybody."""
    planned = await bring_in(company, FILES)
    assert planned.problems == (
        "binary.md:1: it is no text; left out",
        "broken.md:3: its front matter cannot be read: expected ',' or ']', but got '<stream end>'; left out",
        "soon.md:3: `review` must be a number of days from 1 to 1095, such as 90; left out",
        "teamless.md:2: there is no team “Nobody” here; left out",
        "twice.md:2: “how we SHIP” is the title of ship.md, too; left out",
    )
    assert [one for one in planned.notes if "Windows-1252" in one]
    pages = {one.title: one for one in await stored(company, Playbook)}
    assert sorted(pages) == ["How we hire", "How we ship", "Léger", "Weit"]
    assert "légère" in pages["Léger"].body
    ben = company.persona("ben")
    [found] = await ben.command("/pmo playbook when we ship")
    assert (
        "Verified until Thu 31 Dec · Ben Carter keeps it · Growth · releases, support · thanks to Ana Sousa"
        in found.words
    )
    await press(ben, found, str(pages["How we ship"].id), "playbook_read")
    assert {"type": "link", "url": "https://example.com/board", "text": "the board"} in _leaves(ben.modal.blocks)
    assert "the other page (hire.md)" in ben.read_words(ben.modal)
    [hire] = await ben.command("/pmo playbook hire letter")
    await press(ben, hire, str(pages["How we hire"].id), "playbook_read")
    assert "<script>alert(1)</script>" in ben.read_words(ben.modal)


async def test_again_nothing_doubles_and_a_changed_file_is_a_new_version(company: World) -> None:
    """What was written in Slack meanwhile is named, and stays in the history."""
    await bring_in(company, FILES)
    again = await bring_in(company, FILES)
    assert (len(again.pages), again.same) == (0, 4)
    assert len(await stored(company, Playbook)) == 4
    ben = company.persona("ben")
    page = next(one for one in await stored(company, Playbook) if one.title == "How we ship")
    [found] = await ben.command("/pmo playbook how we ship")
    await press(ben, found, str(page.id), "playbook_read")
    await ben.click("Edit page")
    assert await ben.submit({"What does it say?": "On Mondays."}) == {}
    page = next(one for one in await stored(company, Playbook) if one.title == "How we ship")
    assert (page.body, page.interval_days) == ("On Mondays.", 45)
    unchanged = await bring_in(company, FILES)
    assert unchanged.same == 4
    changed = await bring_in(company, FILES | {"ship.md": SHIP.replace(b"Tuesdays", b"Fridays")})
    assert changed.notes == (
        "ship.md: was changed in Slack since; what was written there stays in its history",
        "ship.md: its link to hire.md leads nowhere, since hire.md is no page here; it stays text",
    )
    page = next(one for one in await stored(company, Playbook) if one.title == "How we ship")
    assert "On Fridays" in page.body
    versions = [one for one in await stored(company, PlaybookVersion) if one.playbook_id == page.id]
    assert [one.how for one in versions] == ["imported", "edited", "imported"]
    [found] = await company.persona("wei").command("/pmo playbook fridays")
    assert "*How we ship*" in found.words


async def test_a_page_of_two_megabytes_is_read_in_parts(company: World) -> None:
    """Its beginning is searched, all of it can be read; it is too long for a form, which says so."""
    text = "# The book\n\n" + "".join(f"## Chapter {number}\n\n{'word ' * 400}\n\n" for number in range(980))
    planned = await bring_in(company, {"book.md": text.encode()}, "mara@lumen.example")
    assert planned.problems == ()
    mara = company.persona("mara")
    [found] = await mara.command("/pmo playbook the book")
    page = (await stored(company, Playbook))[0]
    assert len(page.body) > 1_900_000
    await press(mara, found, str(page.id), "playbook_read")
    assert "Chapter 0" in mara.read_words(mara.modal)
    await mara.click("Read on")
    assert "Part 2 of " in mara.read_words(mara.modal)
    await mara.click("Edit page")
    assert "too long for a form in Slack" in mara.read_words(mara.modal)
    assert await mara.submit({"Tags": "book"}) == {}
    assert (await stored(company, Playbook))[0].body == page.body
    too_long = await bring_in(company, {"longer.md": b"a" * 2_000_001})
    assert too_long.problems == ("longer.md:1: it has 2,000,001 characters, and a page 2,000,000 at most; left out",)


async def test_without_an_owner_nothing_is_written(company: World) -> None:
    """The sentence says how to name one."""
    with pytest.raises(UserError, match=r"Nobody here has the e-mail nobody@lumen\.example"):
        await bring_in(company, FILES, "nobody@lumen.example")
    assert await stored(company, Playbook) == []


def test_a_folder_is_read_with_what_lies_in_it(tmp_path: Path) -> None:
    """Markdown alone, nothing hidden, and no link that leads out of it."""
    for name in ("a.md", "deep/er/b.Markdown", "c.txt", ".git/d.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "e.md").symlink_to("/etc/passwd")
    assert sorted(_markdown_in(tmp_path)) == ["a.md", "deep/er/b.Markdown"]
    with pytest.raises(UserError, match="no Markdown file"):
        _markdown_in(tmp_path / "nowhere")


def _leaves(blocks: list) -> list:
    found = []
    for one in blocks:
        if isinstance(one, dict):
            found += [one, *_leaves([value for value in one.values() if isinstance(value, list | dict)])]
        elif isinstance(one, list):
            found += _leaves(one)
    return found
