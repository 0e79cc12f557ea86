"""Markdown drawn as Slack's rich text: what people wrote is text there, whatever it looks like."""

from collections.abc import Iterator, Sequence

import slackblocks as sb

from bot.domain.playbook_markdown import Kind, Part, Span, parts
from bot.domain.playbook_search import Bit
from bot.domain.typed_markdown import as_markdown
from bot.views import blocks

MOST = 2800
"""Characters of one block."""

DEEPEST = 8
"""How deep Slack indents a list."""

RULE = "―" * 12


def rich(block_id: str, markdown: str, *, apart: bool = False) -> list[blocks.Block]:
    """Return Markdown as as many blocks as it takes; `apart`: with an empty line between paragraphs."""
    shown: list[blocks.Block] = []
    objects: list[sb.RichTextObject] = []
    size = 0
    found = list(_grouped(parts(markdown)))
    for part, after in zip(found, [*found[1:], None], strict=True):
        long = sum(len(one.text) for one in part)
        if objects and size + long > MOST:
            shown.append(_block(block_id, shown, objects))
            objects, size = [], 0
        gap = apart and after is not None and {part[0].kind, after[0].kind} == {Kind.PARAGRAPH}
        objects.append(_object(part, "\n\n" if gap else "\n"))
        size += long
    if objects:
        shown.append(_block(block_id, shown, objects))
    return shown


def as_typed(block_id: str, text: str) -> list[blocks.Block]:
    """Return what somebody typed in Slack as it reads there: with *bold* type, lists, and lines that end."""
    return rich(block_id, as_markdown(text))


def marked(block_id: str, sentence: Sequence[Bit]) -> blocks.Block:
    """Return a sentence as a quotation, with the words that were sought in bold."""
    said: list[sb.RichTextElement] = [sb.RichText(bit.text, bold=bit.hit or None) for bit in sentence if bit.text]
    return sb.RichTextBlock([sb.RichTextQuote(said)], block_id=block_id)


def typed(block_id: str, text: str) -> blocks.Block:
    """Return what somebody wrote, as it is, as a quotation."""
    return sb.RichTextBlock([sb.RichTextQuote([sb.RichText(text)])], block_id=block_id)


def compared(block_id: str, lines: Sequence[tuple[bool, str]]) -> blocks.Block:
    """Return lines that came and lines that went, these struck through."""
    said: list[sb.RichTextElement] = []
    for number, (came, line) in enumerate(lines):
        lead = "\n" if number else ""
        said += [
            sb.RichText(f"{lead}{'+' if came else '−'} ", bold=True),
            sb.RichText(line, strike=None if came else True),
        ]
    return sb.RichTextBlock([sb.RichTextSection(said)], block_id=block_id)


def _block(block_id: str, before: Sequence[blocks.Block], objects: list[sb.RichTextObject]) -> blocks.Block:
    return sb.RichTextBlock(objects, block_id=f"{block_id}:{len(before)}")


def _grouped(found: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield parts alone, and the items of a list that are as deep and follow each other together."""
    group: list[Part] = []
    for part in found:
        alike = group and part.kind is Kind.ITEM and group[-1].kind is Kind.ITEM and _goes_on(group, part)
        if group and not alike:
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _goes_on(group: Sequence[Part], part: Part) -> bool:
    last = group[-1]
    return (
        part.depth == last.depth
        and (part.number == last.number + 1 if last.number else not part.number)
        and sum(len(one.text) for one in group) < MOST
    )


def _object(group: Sequence[Part], end: str) -> sb.RichTextObject:
    part = group[0]
    match part.kind:
        case Kind.ITEM:
            return sb.RichTextList(
                "ordered" if part.number else "bullet",
                [sb.RichTextSection(_elements(one.spans)) for one in group],
                indent=min(part.depth, DEEPEST),
                offset=max(part.number - 1, 0),
            )
        case Kind.CODE:
            return sb.RichTextCodeBlock([sb.RichText(part.text or " ")])
        case Kind.QUOTE:
            return sb.RichTextQuote(_elements(part.spans))
        case Kind.RULE:
            return sb.RichTextSection([sb.RichText(f"{RULE}\n")])
        case Kind.HEADING:
            return sb.RichTextSection([sb.RichText(f"\n{part.text}\n", bold=True)])
        case _:
            return sb.RichTextSection([*_elements(part.spans), sb.RichText(end)])


def _elements(spans: Sequence[Span]) -> list[sb.RichTextElement]:
    return [_element(one) for one in spans if one.text] or [sb.RichText(" ")]


def _element(one: Span) -> sb.RichTextElement:
    style = {name: True for name in ("bold", "italic", "strike", "code") if getattr(one, name)}
    return sb.RichTextLink(one.url, one.text, **style) if one.url else sb.RichText(one.text, **style)
