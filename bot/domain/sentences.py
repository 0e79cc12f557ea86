"""A text taken apart into its sentences, so that each of them can go where it belongs."""

import re

_GAP = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=\S)")
_SHORT_FORM = re.compile(
    r"(?:(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|incl|resp|ca|mr|mrs|dr|[a-z])|^\s*\(?\d{1,3})\.$", re.IGNORECASE
)
_LONGEST_SHORT_FORM = 12


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with the space that follows it: joined they are the text again.

    A line's end is a sentence's end, but a line that ends with a colon keeps what stands below it, up to an empty line
    or the next such line. Short forms ("e.g.") and numbers of a list ("1.") end no sentence.
    """
    found: list[str] = []
    heading = False
    for line in text.splitlines(keepends=True):
        empty, colon = not line.strip(), line.rstrip().endswith(":")
        if found and (empty or (heading and not colon)):
            found[-1] += line
            heading = heading and not empty
        else:
            heading = colon
            found += [line] if colon else _in_line(line)
    return found


def _in_line(line: str) -> list[str]:
    found, start = [], 0
    for gap in _GAP.finditer(line):
        end = line[max(start, gap.start() - _LONGEST_SHORT_FORM) : gap.start()]
        if not _SHORT_FORM.search(end):
            found.append(line[start : gap.end()])
            start = gap.end()
    return [*found, line[start:]]
