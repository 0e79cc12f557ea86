"""Questions and ideas about changes. Nothing here tells who asked without a name, or when, and nobody has the key."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, within


class ChangeQuestion(InWorkspace, Base):
    """What somebody asked or suggested, about a change or about nothing in particular.

    Its key is random: it is made anew when what was asked without a name leaves the box. It does not hang on its change
    (there is no foreign key), since it is answered and read by its code after the change was deleted, too.
    """

    __tablename__ = "change_question"
    __table_args__ = (
        within("person", "asked_by_id"),
        within("person", "owner_id"),
        within("person", "answered_by_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "receipt"),
        sa.Index("ix_change_question_change", "workspace_id", "change_id", "kind", "state"),
        sa.Index("ix_change_question_owner", "workspace_id", "owner_id", "state"),
        sa.Index("ix_change_question_asked_by", "workspace_id", "asked_by_id", "state"),
        sa.Index("ix_change_question_same_as", "workspace_id", "same_as_id"),
        one_of("kind", "question", "idea"),
        one_of("state", "open", "unknown", "answered", "will_do", "wont", "withdrawn", "same"),
        sa.CheckConstraint("(state IN ('open', 'unknown')) = (settled_at IS NULL)", name="settled_or_open"),
        sa.CheckConstraint("asked_by_id IS NULL OR receipt IS NULL", name="named_or_not"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random (`secrets.token_hex`)."""
    kind: Mapped[str]
    change_id: Mapped[Reference | None]
    """None: about nothing in particular, or its change was deleted."""
    group_id: Mapped[Reference | None]
    """The stakeholder group of whoever asked; None where it is not said."""
    about: Mapped[str] = mapped_column(server_default="")
    """The name of the change when it was asked; empty: about nothing in particular."""
    text: Mapped[str]
    asked_by_id: Mapped[Reference | None]
    """Who asked; None for what was asked without a name."""
    receipt: Mapped[str | None]
    """The hash of the code of what was asked without a name."""
    owner_id: Mapped[Reference]
    """Who answers."""
    due_on: Mapped[date]
    """The local date of the owner by which there is a first word."""
    state: Mapped[str] = mapped_column(server_default="open")
    answer: Mapped[str] = mapped_column(server_default="")
    """The answer, or what is known so far."""
    answered_by_id: Mapped[Reference | None]
    next_word_on: Mapped[date | None]
    """The local date of the owner by which there is word again, where nobody knows yet."""
    no_news: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether the promised day came, and Drumbeat had to say that there is no news."""
    public: Mapped[bool] = mapped_column(server_default=sa.true())
    """Whether all may read it and what came of it; without a name of whoever asked."""
    wording: Mapped[str] = mapped_column(server_default="")
    """How it is said to all; empty: as it was typed."""
    same_as_id: Mapped[str | None]
    """The one that asks the same, whose answer holds for this one, too."""
    asked_at: Mapped[datetime]
    """When it was asked with a name, else when it was handed over, with all others of that night."""
    settled_at: Mapped[datetime | None]
    digested_at: Mapped[datetime | None]
    """When its answer went to all whom the change affects."""
    tonight: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether messages say in the night alone how it stands: it was taken back by its code, or stands for one that was.

    An edit has a time, at which whoever had the code was here.
    """
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change: what was planned for an earlier state is passed over."""


class ChangeQuestionWord(InWorkspace, Base):
    """A further message below a question: from whoever asked, or from whoever answers."""

    __tablename__ = "change_question_word"
    __table_args__ = (
        within("change_question", "question_id"),
        within("person", "written_by_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_change_question_word_question", "workspace_id", "question_id", "at"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random (`secrets.token_hex`)."""
    question_id: Mapped[str]
    text: Mapped[str]
    by_asker: Mapped[bool]
    written_by_id: Mapped[Reference | None]
    """Who wrote it; None for whoever asked without a name."""
    at: Mapped[datetime]
    """When it was written, of one without a name: when it was handed over, with all others of that night."""


class ChangeQuestionSealed(InWorkspace, Base):
    """What was asked, suggested or added without a name and waits for the night, in which all of it is handed over.

    Its key is random and, on SQLite, the only one. There is no time, no person, and no owner: whoever writes one row
    writes all of them anew, in random order (services/change_question_box.py).
    """

    __tablename__ = "change_question_sealed"
    __table_args__ = (
        sa.Index("ix_change_question_sealed_receipt", "workspace_id", "receipt"),
        one_of("kind", "question", "idea", "word"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    change_id: Mapped[Reference | None]
    group_id: Mapped[Reference | None]
    """Only of a group that is large enough to tell nothing."""
    about: Mapped[str] = mapped_column(server_default="")
    text: Mapped[str]
    receipt: Mapped[str]
    """The hash of the code; of a further message that of its question."""
