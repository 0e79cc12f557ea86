"""CSV as spreadsheets expect it: RFC 4180, marked as UTF-8, and with nothing in it that they would run."""

import csv
import io
from collections.abc import Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that spreadsheets take for a formula (owasp.org, "CSV Injection")."""

BOM = "\ufeff"
"""What tells Excel that a CSV is UTF-8: without it, it shows “Ã©” for “é”. Other readers skip it ("utf-8-sig")."""


def csv_row(cells: Sequence[str]) -> str:
    """Return a line; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    csv.writer(out).writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return out.getvalue()
