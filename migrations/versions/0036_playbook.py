"""Playbooks: pages with their versions, what readers say of them, and questions that no page answers.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).

Pages are searched by an FTS5 table on SQLite, which triggers keep, and by a generated column on PostgreSQL. Both know
English endings ("retros" finds "retro"); words of other languages are found as they are written, since what is sought
loses the same endings. Accents do not count on either.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ACCENTED, PLAIN = (
    "àáâãäåāăąçćčďđèéêëēęěğìíîïīıłñńňòóôõöøōőřśşšťùúûüūůűýÿźżž",
    "aaaaaaaaacccddeeeeeeegiiiiiilnnnoooooooorssstuuuuuuuyyzzz",
)
SIGNS = "./:@_-<>&=+#%~"
"""What PostgreSQL would take for parts of addresses, files and tags: for a search they stand between words."""

FTS = (
    """CREATE VIRTUAL TABLE playbook_search USING fts5(
        title, keywords, plain,
        content='playbook', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
    )""",
    """CREATE TRIGGER playbook_added AFTER INSERT ON playbook BEGIN
        INSERT INTO playbook_search (rowid, title, keywords, plain)
        VALUES (new.id, new.title, new.keywords, new.plain);
    END""",
    """CREATE TRIGGER playbook_deleted AFTER DELETE ON playbook BEGIN
        INSERT INTO playbook_search (playbook_search, rowid, title, keywords, plain)
        VALUES ('delete', old.id, old.title, old.keywords, old.plain);
    END""",
    """CREATE TRIGGER playbook_changed AFTER UPDATE OF title, keywords, plain ON playbook BEGIN
        INSERT INTO playbook_search (playbook_search, rowid, title, keywords, plain)
        VALUES ('delete', old.id, old.title, old.keywords, old.plain);
        INSERT INTO playbook_search (rowid, title, keywords, plain)
        VALUES (new.id, new.title, new.keywords, new.plain);
    END""",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "playbook",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("credited_person_id", KEY, nullable=True),
        sa.Column("state", sa.String(), server_default="published", nullable=False),
        sa.Column("interval_days", sa.Integer(), server_default="90", nullable=False),
        sa.Column("verified_until", sa.Date(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_for", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("reads", sa.Integer(), server_default="0", nullable=False),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), server_default="", nullable=False),
        sa.Column("digest", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("keywords", sa.String(), server_default="", nullable=False),
        sa.Column("plain", sa.String(), server_default="", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('published', 'archived')", name=op.f("ck_playbook_state_known")),
        sa.CheckConstraint(
            "(state = 'archived') = (archived_at IS NOT NULL)", name=op.f("ck_playbook_archived_or_published")
        ),
        _within("playbook", "person", "owner_id"),
        _within("playbook", "person", "credited_person_id"),
        _within("playbook", "team", "team_id"),
        _of_workspace("playbook"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_playbook_workspace_id_id")),
    )
    op.create_index("ix_playbook_owner", "playbook", ["workspace_id", "owner_id", "state"])
    op.create_index("ix_playbook_state", "playbook", ["workspace_id", "state", "updated_at"])
    named = sa.text("source <> ''")
    op.create_index(
        "ix_playbook_source",
        "playbook",
        ["workspace_id", "source"],
        unique=True,
        sqlite_where=named,
        postgresql_where=named,
    )
    op.create_table(
        "playbook_version",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("playbook_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("written_by_id", KEY, nullable=True),
        sa.Column("how", sa.String(), server_default="edited", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "how IN ('written', 'edited', 'imported', 'starter', 'restored')",
            name=op.f("ck_playbook_version_how_known"),
        ),
        _within("playbook_version", "playbook", "playbook_id"),
        _within("playbook_version", "person", "written_by_id"),
        _of_workspace("playbook_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_version")),
        sa.UniqueConstraint(
            "workspace_id", "playbook_id", "number", name=op.f("uq_playbook_version_workspace_id_playbook_id_number")
        ),
    )
    op.create_table(
        "playbook_note",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("playbook_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('helpful', 'outdated')", name=op.f("ck_playbook_note_kind_known")),
        _within("playbook_note", "playbook", "playbook_id"),
        _within("playbook_note", "person", "person_id"),
        _of_workspace("playbook_note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_note")),
        sa.UniqueConstraint(
            "workspace_id",
            "playbook_id",
            "person_id",
            "kind",
            name=op.f("uq_playbook_note_workspace_id_playbook_id_person_id_kind"),
        ),
    )
    op.create_table(
        "playbook_question",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("channel_id", sa.String(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("answered_by_id", KEY, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'answered', 'dropped')", name=op.f("ck_playbook_question_state_known")),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)", name=op.f("ck_playbook_question_settled_or_open")
        ),
        _within("playbook_question", "person", "asked_by_id"),
        _within("playbook_question", "person", "owner_id"),
        _within("playbook_question", "person", "answered_by_id"),
        _of_workspace("playbook_question"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_question")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_playbook_question_workspace_id_id")),
    )
    op.create_index("ix_playbook_question_owner", "playbook_question", ["workspace_id", "owner_id", "state"])
    op.create_index("ix_playbook_question_asked_by", "playbook_question", ["workspace_id", "asked_by_id", "state"])
    if op.get_bind().dialect.name == "sqlite":
        for statement in FTS:
            op.execute(statement)
    else:
        op.execute(f"ALTER TABLE playbook ADD COLUMN search tsvector GENERATED ALWAYS AS ({_document()}) STORED")
        op.execute("CREATE INDEX ix_playbook_search ON playbook USING gin (search)")


def downgrade() -> None:
    """Take back: all pages and questions are lost."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE playbook_search")
    for table in ("playbook_question", "playbook_note", "playbook_version", "playbook"):
        op.drop_table(table)


def _within(table: str, of: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{of}.workspace_id", f"{of}.id"],
        name=op.f(f"fk_{table}_workspace_id_{column}"),
        ondelete="CASCADE",
    )


def _of_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id"), ondelete="CASCADE"
    )


def _document() -> str:
    """Return what of a page PostgreSQL searches: its title before its headings and tags, and these before its text."""
    parts = (("title", "A"), ("keywords", "B"), ("plain", "D"))
    return " || ".join(
        f"setweight(to_tsvector('english'::regconfig, {_folded(name)}), '{weight}')" for name, weight in parts
    )


def _folded(column: str) -> str:
    spaces = " " * len(SIGNS)
    return f"translate(replace(lower({column}), 'ß', 'ss'), '{ACCENTED}{SIGNS}', '{PLAIN}{spaces}')"
