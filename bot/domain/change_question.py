"""Questions and ideas about changes: how far one is, and what is shown of it to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

LONGEST = 3000
"""Characters of a question, an idea, an answer or a further message."""

AGAIN = timedelta(days=7)
"""How far the next word is put off where its day came, and nobody said anything."""

ONE_DAY = timedelta(days=1)

FARTHEST = timedelta(days=92)
"""The latest day that can be promised for the next word: what is further away is no promise."""

ENOUGH_PEOPLE = 5
"""Members that a group needs before it is said that somebody of it asked without a name."""


class Kind(StrEnum):
    """What was said."""

    QUESTION = "question"
    IDEA = "idea"


class State(StrEnum):
    """How far it is."""

    OPEN = "open"
    """Nobody has said anything to it yet; an idea has its thanks."""
    UNKNOWN = "unknown"
    """Of a question: nobody knows yet, and there is word by a day. Of an idea: it is being looked at."""
    ANSWERED = "answered"
    WILL_DO = "will_do"
    WONT = "wont"
    WITHDRAWN = "withdrawn"
    SAME = "same"
    """It says what another one says: what comes of that holds for it, too."""

    @property
    def waits(self) -> bool:
        """Whether somebody still has to say something to it."""
        return self in {State.OPEN, State.UNKNOWN}

    @property
    def has_outcome(self) -> bool:
        """Whether it was answered for good."""
        return self in {State.ANSWERED, State.WILL_DO, State.WONT}


OUTCOMES: Mapping[Kind, tuple[State, ...]] = MappingProxyType(
    {
        Kind.QUESTION: (State.UNKNOWN, State.ANSWERED),
        Kind.IDEA: (State.UNKNOWN, State.WILL_DO, State.WONT),
    }
)
"""What can be said to each."""

STATE_WORDS: Mapping[Kind, Mapping[State, str]] = MappingProxyType(
    {
        Kind.QUESTION: MappingProxyType(
            {
                State.OPEN: "waits for an answer",
                State.UNKNOWN: "we don't know yet",
                State.ANSWERED: "answered",
                State.WITHDRAWN: "taken back",
                State.SAME: "asked before",
            }
        ),
        Kind.IDEA: MappingProxyType(
            {
                State.OPEN: "thank you, not looked at yet",
                State.UNKNOWN: "being looked at",
                State.WILL_DO: "will do",
                State.WONT: "won't do",
                State.WITHDRAWN: "taken back",
                State.SAME: "suggested before",
            }
        ),
    }
)
"""What people read."""


@dataclass(frozen=True, slots=True)
class Word:
    """One further message of the talk below a question: from whoever asked, or from `by`."""

    text: str
    by_asker: bool
    by: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question or an idea as it is shown to those who have to do with it.

    `asker` is "" for one without a name. `about`: the name of the change, "" for none. `wording`: how the list for all
    says it. `original` is the one that says the same.
    """

    id: str
    kind: Kind
    state: State
    text: str
    about: str
    owner: str
    due_on: date
    asker: str = ""
    answer: str = ""
    answered_by: str = ""
    next_word_on: date | None = None
    public: bool = True
    wording: str = ""
    group: str = ""
    words: tuple[Word, ...] = ()
    no_news: bool = False
    change_id: int | None = None
    revision: int = 1

    @property
    def idea(self) -> bool:
        """Whether it suggests something."""
        return self.kind is Kind.IDEA

    @property
    def waits(self) -> bool:
        """Whether somebody still has to say something to it."""
        return self.state.waits

    @property
    def said(self) -> str:
        """How it is said to all."""
        return self.wording or self.text

    @property
    def state_words(self) -> str:
        """How far it is, in words."""
        return STATE_WORDS[self.kind][self.state]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question can be about: a change that goes on."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class About:
    """What a question is about: a change (0: nothing in particular), a group of it, and the announcement's reader."""

    change_id: int = 0
    group_id: int = 0
    reader_id: int = 0


@dataclass(frozen=True, slots=True)
class AskForm:
    """What the form begins with; `about` is fixed where `name` says so, else one of `subjects`.

    `owner`: who answers what is about that; "" where that depends on what is chosen. `hidden`: it concerns so
    few that it does not stand beside what has no name, which `unnamed_owner` answers.
    """

    kind: Kind
    about: About
    name: str = ""
    owner: str = ""
    text: str = ""
    subjects: tuple[Subject, ...] = ()
    hidden: bool = False
    unnamed_owner: str = ""

    @property
    def idea(self) -> bool:
        """Whether something is suggested."""
        return self.kind is Kind.IDEA


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody sent: the form's fields."""

    kind: Kind
    about: About
    text: str
    anonymous: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What the form of whoever answers begins with: those that may say the same, the likest first; a day for a word."""

    one: Question
    alike: tuple[Question, ...] = ()
    proposed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever answers sent: the form's fields, and the revision that they had before them.

    `same_as`: the key of the one that says the same; all else is left as it is then.
    """

    state: State
    answer: str = ""
    next_word_on: date | None = None
    public: bool = True
    wording: str = ""
    same_as: str = ""
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever asked reads: who has it, until when, and (without a name) the code that opens the answer.

    `hidden`: what it is about, which was left out since it would tell who asks.
    """

    kind: Kind
    about: str
    owner: str
    due_on: date | None = None
    code: str = ""
    command: str = ""
    hidden: str = ""

    @property
    def idea(self) -> bool:
        """Whether something was suggested."""
        return self.kind is Kind.IDEA


@dataclass(frozen=True, slots=True)
class Found:
    """What a code opens; `sealed`: it is handed over tonight, and nobody has read it yet."""

    code: str
    one: Question
    sealed: bool = False
    waiting: tuple[str, ...] = ()
    """Further messages that are handed over tonight."""


@dataclass(frozen=True, slots=True)
class Faq:
    """One page of the questions or ideas of a change that all may read, and what waits still for those who run it."""

    change_id: int
    name: str
    kind: Kind
    rows: tuple[Question, ...]
    today: date
    page: int = 0
    pages: int = 1
    total: int = 0
    waiting: tuple[Question, ...] = ()
    runs: bool = False
    command: str = ""

    @property
    def idea(self) -> bool:
        """Whether these are ideas."""
        return self.kind is Kind.IDEA


@dataclass(frozen=True, slots=True)
class HomeAsked:
    """What a home tab shows: what waits for its reader, and what they asked and suggested themselves."""

    of_me: tuple[Question, ...] = ()
    mine: tuple[Question, ...] = ()
