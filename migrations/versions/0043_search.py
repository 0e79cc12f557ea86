"""Search: decisions are found by an index of their words, as pages are, and both databases take words apart alike.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).

Both cut the ends of English words after Porter and leave no word out; PostgreSQL's `english` cuts by other rules, and
leaves out "how" and "we". Letters that are no plain one with an accent ("ø", "ß") are written out on both.
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

SEARCHED = {"playbook": ("title", "keywords", "plain"), "decision": ("question", "outcome", "reason")}
"""What of each table is searched, the most telling first."""

WEIGHTS = "ABD"

INDEXES = {
    "ix_decision_settled": ["workspace_id", "state", "settled_at"],
    "ix_decision_settler": ["workspace_id", "settled_by_id"],
    "ix_decision_person": ["workspace_id", "person_id"],
    "ix_decision_team": ["workspace_id", "team_id"],
}

ACCENTED, PLAIN = (
    "àáâãäåāăąçćčċďđðèéêëēęěėğģġìíîïīıįķłľļĺñńňņòóôõöøōőřŗŕśşšșťţțùúûüūůűųýÿźżž",
    "aaaaaaaaaccccdddeeeeeeeegggiiiiiiikllllnnnnoooooooorrrsssstttuuuuuuuuyyzzz",
)
SIGNS = "./:@_-<>&=+#%~"
"""What PostgreSQL would take for parts of addresses, files, numbers and tags: for a search they stand between words."""

WRITTEN_OUT = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
NO_ACCENT = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
"""Letters in which SQLite sees no accent."""

BEFORE = {"playbook": ("title", "keywords", "plain")}
BEFORE_ACCENTED, BEFORE_PLAIN = (
    "àáâãäåāăąçćčďđèéêëēęěğìíîïīıłñńňòóôõöøōőřśşšťùúûüūůűýÿźżž",
    "aaaaaaaaacccddeeeeeeegiiiiiilnnnoooooooorssstuuuuuuuyyzzz",
)
"""How pages were searched in 0036."""


def upgrade() -> None:
    """Apply."""
    for name, indexed in INDEXES.items():
        op.create_index(name, "decision", indexed)
    if op.get_bind().dialect.name == "sqlite":
        _drop_fts("playbook")
        for table, columns in SEARCHED.items():
            _create_fts(table, columns)
        return
    op.execute("CREATE TEXT SEARCH DICTIONARY drumbeat_porter (TEMPLATE = snowball, LANGUAGE = porter)")
    op.execute("CREATE TEXT SEARCH CONFIGURATION drumbeat (COPY = simple)")
    op.execute(
        "ALTER TEXT SEARCH CONFIGURATION drumbeat ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, "
        "numhword, hword_asciipart, hword_part, hword_numpart WITH drumbeat_porter"
    )
    op.execute("ALTER TABLE playbook DROP COLUMN search")
    for table, columns in SEARCHED.items():
        parts = (
            f"setweight(to_tsvector('drumbeat'::regconfig, {_folded(name)}), '{weight}')"
            for name, weight in zip(columns, WEIGHTS, strict=True)
        )
        _create_search(table, " || ".join(parts))


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "sqlite":
        for table in SEARCHED:
            _drop_fts(table)
        _create_fts_before()
    else:
        for table in SEARCHED:
            op.execute(f"ALTER TABLE {table} DROP COLUMN search")
        op.execute("DROP TEXT SEARCH CONFIGURATION drumbeat")
        op.execute("DROP TEXT SEARCH DICTIONARY drumbeat_porter")
        spaces = " " * len(SIGNS)
        parts = (
            f"setweight(to_tsvector('english'::regconfig, translate(replace(lower({name}), 'ß', 'ss'), "
            f"'{BEFORE_ACCENTED}{SIGNS}', '{BEFORE_PLAIN}{spaces}')), '{weight}')"
            for name, weight in zip(BEFORE["playbook"], WEIGHTS, strict=True)
        )
        _create_search("playbook", " || ".join(parts))
    for name in INDEXES:
        op.drop_index(name, "decision")


def _create_search(table: str, document: str) -> None:
    """Give a table of PostgreSQL its words; it fills them in for the rows that are there."""
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


def _drop_fts(table: str) -> None:
    for trigger in ("added", "deleted", "changed"):
        op.execute(f"DROP TRIGGER {table}_{trigger}")
    op.execute(f"DROP TABLE {table}_search")


def _create_fts_before() -> None:
    """Make what 0036 made, with the words of all pages in it."""
    op.execute(
        "CREATE VIRTUAL TABLE playbook_search USING fts5("
        "title, keywords, plain, content='playbook', content_rowid='id', "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    added = (
        "INSERT INTO playbook_search (rowid, title, keywords, plain) "
        "VALUES (new.id, new.title, new.keywords, new.plain);"
    )
    taken = (
        "INSERT INTO playbook_search (playbook_search, rowid, title, keywords, plain) "
        "VALUES ('delete', old.id, old.title, old.keywords, old.plain);"
    )
    op.execute(f"CREATE TRIGGER playbook_added AFTER INSERT ON playbook BEGIN {added} END")
    op.execute(f"CREATE TRIGGER playbook_deleted AFTER DELETE ON playbook BEGIN {taken} END")
    op.execute(
        f"CREATE TRIGGER playbook_changed AFTER UPDATE OF title, keywords, plain ON playbook BEGIN {taken} {added} END"
    )
    op.execute("INSERT INTO playbook_search (playbook_search) VALUES ('rebuild')")
