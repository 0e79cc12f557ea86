"""Search: blockers and actions are found by an index of their words, once they are closed, done or dropped, too.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).

Words are taken apart as those of pages and decisions are (0043).
"""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

SEARCHED = {"blocker": ("needs", "outside"), "action": ("text", "effect", "reason")}
"""What of each table is searched, the most telling first."""

WEIGHTS = "ABD"

ACCENTED, PLAIN = (
    "àáâãäåāăąçćčċďđðèéêëēęěėğģġìíîïīıįķłľļĺñńňņòóôõöøōőřŗŕśşšșťţțùúûüūůűųýÿźżž",
    "aaaaaaaaaccccdddeeeeeeeegggiiiiiiikllllnnnnoooooooorrrsssstttuuuuuuuuyyzzz",
)
SIGNS = "./:@_-<>&=+#%~"
"""What PostgreSQL would take for parts of addresses, files, numbers and tags: for a search they stand between words."""

WRITTEN_OUT = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
NO_ACCENT = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
"""Letters in which SQLite sees no accent."""


def upgrade() -> None:
    """Apply."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, columns in SEARCHED.items():
        (_create_fts if sqlite else _create_search)(table, columns)


def downgrade() -> None:
    """Take back."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in SEARCHED:
        if not sqlite:
            op.execute(f"ALTER TABLE {table} DROP COLUMN search")
            continue
        for trigger in ("added", "deleted", "changed"):
            op.execute(f"DROP TRIGGER {table}_{trigger}")
        op.execute(f"DROP TABLE {table}_search")


def _create_search(table: str, columns: tuple[str, ...]) -> None:
    """Give a table of PostgreSQL its words; it fills them in for the rows that are there."""
    document = " || ".join(
        f"setweight(to_tsvector('drumbeat'::regconfig, {_folded(name)}), '{weight}')"
        for name, weight in zip(columns, WEIGHTS, strict=False)
    )
    op.execute(f"ALTER TABLE {table} ADD COLUMN search tsvector GENERATED ALWAYS AS ({document}) STORED")
    op.execute(f"CREATE INDEX ix_{table}_search ON {table} USING gin (search)")


def _folded(column: str) -> str:
    """Return a column as PostgreSQL searches it: in lower case, without accents, with spaces between words."""
    text = f"lower({column})"
    for letter, out in WRITTEN_OUT.items():
        text = f"replace({text}, '{letter}', '{out}')"
    return f"translate({text}, '{ACCENTED}{SIGNS}', '{PLAIN}{' ' * len(SIGNS)}')"


def _create_fts(table: str, columns: tuple[str, ...]) -> None:
    """Give a table of SQLite its words, for the rows that are there too, and the triggers that keep them.

    The words alone are kept: what is taken out has to be said again as it was put in.
    """
    names = ", ".join(columns)
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_search USING fts5("
        f"{names}, content='', tokenize='porter unicode61 remove_diacritics 2')"
    )
    put = f"INSERT INTO {table}_search (rowid, {names})"
    added = f"{put} VALUES (new.id, {_plain(columns, 'new.')});"
    taken = (
        f"INSERT INTO {table}_search ({table}_search, rowid, {names}) "
        f"VALUES ('delete', old.id, {_plain(columns, 'old.')});"
    )
    op.execute(f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {added} END")
    op.execute(f"CREATE TRIGGER {table}_deleted AFTER DELETE ON {table} BEGIN {taken} END")
    op.execute(f"CREATE TRIGGER {table}_changed AFTER UPDATE OF {names} ON {table} BEGIN {taken} {added} END")
    op.execute(f"{put} SELECT id, {_plain(columns, '')} FROM {table}")


def _plain(columns: tuple[str, ...], of: str) -> str:
    """Return columns as SQLite searches them: it lets accents and capitals pass, where it knows of them."""
    said = []
    for column in columns:
        text = f"{of}{column}"
        for letter, out in (WRITTEN_OUT | NO_ACCENT).items():
            text = f"replace({text}, '{letter}', '{out}')"
            if len(letter.upper()) == 1 and not letter.upper().isascii():
                text = f"replace({text}, '{letter.upper()}', '{out}')"
        said.append(text)
    return ", ".join(said)
