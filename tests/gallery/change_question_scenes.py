"""Questions and ideas about changes: asked, answered, promised, listed, and read by a code."""

from dataclasses import replace
from datetime import date

from bot.domain.change_page import ChangeHead
from bot.domain.change_question import (
    About,
    AnswerForm,
    AskForm,
    Faq,
    Found,
    HomeAsked,
    Kind,
    Question,
    Receipt,
    State,
    Subject,
    Word,
)
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import (
    change_page,
    change_question,
    change_question_answer,
    change_question_faq,
    change_question_message,
    home,
)
from tests.gallery.change_scenes import HEAD
from tests.gallery.member_scenes import HOME
from tests.gallery.scene import Scene

CODE = "K7QM-3XWD-PA2R-9TZB"
MOVE = "Product teams"
WORD_ON = date(2026, 3, 10)
ASKED = Question(
    id="5f0c",
    kind=Kind.QUESTION,
    state=State.OPEN,
    text="Who writes my review in June, my old lead or my new one?",
    about=MOVE,
    owner="Ana Sousa",
    due_on=date(2026, 3, 6),
    asker="Ben Carter",
    group="Sales",
    change_id=7,
)
NAMELESS = replace(ASKED, asker="", group="")
UNKNOWN = replace(
    ASKED,
    state=State.UNKNOWN,
    answer="HR and the works council talk about it until May.",
    answered_by="Ana Sousa",
    next_word_on=date(2026, 3, 13),
)
NO_NEWS = replace(UNKNOWN, no_news=True, next_word_on=date(2026, 3, 20))
ANSWERED = replace(
    UNKNOWN, state=State.ANSWERED, answer="Your **new** lead, with a page from your old one.", next_word_on=None
)
WITHDRAWN = replace(ASKED, state=State.WITHDRAWN, text="")
IDEA = replace(
    ASKED, id="5f0d", kind=Kind.IDEA, text="Let two teams try it for a month first.", asker="Wei Tan", group=""
)
LOOKED_AT = replace(IDEA, state=State.UNKNOWN, answered_by="Ana Sousa", next_word_on=date(2026, 3, 13))
WILL_DO = replace(IDEA, state=State.WILL_DO, answer="Payments and Growth begin in May.", answered_by="Ana Sousa")
WONT = replace(WILL_DO, state=State.WONT, answer="The lease ends in April, so all of us move at once.")
TALK = (Word("Do you mean the review in June?", by_asker=False, by="Ana Sousa"), Word("Yes, that one.", by_asker=True))
FORM = AskForm(Kind.QUESTION, About(7), MOVE, "Ana Sousa", "Who writes my review?")
CHOSEN = AskForm(Kind.QUESTION, About(), subjects=(Subject(7, MOVE), Subject(8, "One chat tool")))
RECEIPT = Receipt(Kind.QUESTION, MOVE, "Ana Sousa", date(2026, 3, 6), command="/pmo")
FOUND = Found(CODE, replace(NAMELESS, words=TALK), waiting=("And who decides that?",))
LIST = Faq(
    7, MOVE, Kind.QUESTION, (ANSWERED, replace(UNKNOWN, id="6a"), replace(NO_NEWS, id="6b")), date(2026, 3, 9), total=3
)
LONG = "It depends on when you join. " * 40
RUN = replace(
    LIST,
    rows=(replace(ANSWERED, answer=LONG), replace(ANSWERED, id="6c")),
    waiting=(ASKED, replace(NAMELESS, id="7a"), replace(UNKNOWN, id="7b")),
    runs=True,
    pages=3,
    total=12,
)
DECIDED = (WILL_DO, replace(WONT, id="6d"), replace(LOOKED_AT, id="6e"))
IDEAS = Faq(7, MOVE, Kind.IDEA, DECIDED, date(2026, 3, 9), page=1, pages=2, total=8)


def asked_on_page(words: Words, head: ChangeHead, counts: tuple[int, int, int]) -> Message:
    """Return the page of a change with what people ask about it."""
    return change_page.page(words, head, change_question_faq.page_blocks(words, head.id, *counts))


SCENES = (
    Scene(change_question.ask_form, "about a change", {"facts": FORM, "code": CODE}),
    Scene(change_question.ask_form, "about one that is chosen", {"facts": CHOSEN, "code": CODE}),
    Scene(
        change_question.ask_form,
        "asked before",
        {"facts": FORM, "code": CODE, "offered": (ANSWERED, replace(UNKNOWN, id="6a")), "anonymous": True},
    ),
    Scene(
        change_question.ask_form,
        "suggested before",
        {"facts": replace(FORM, kind=Kind.IDEA), "code": CODE, "offered": (WILL_DO, WONT, LOOKED_AT)},
    ),
    Scene(change_question.ask_form, "an idea", {"facts": replace(FORM, kind=Kind.IDEA, text=""), "code": CODE}),
    Scene(
        change_question.ask_form,
        "about what few got",
        {"facts": replace(FORM, hidden=True, unnamed_owner="Mara Lindqvist"), "code": CODE},
    ),
    Scene(
        change_question.receipt_view,
        "about what few got",
        {"facts": replace(RECEIPT, code=CODE, due_on=None, about="", owner="Mara Lindqvist", hidden=MOVE)},
    ),
    Scene(change_question.receipt_view, "with a name", {"facts": RECEIPT}),
    Scene(change_question.receipt_view, "without a name", {"facts": replace(RECEIPT, code=CODE, due_on=None)}),
    Scene(change_question.receipt_view, "an idea", {"facts": replace(RECEIPT, kind=Kind.IDEA)}),
    Scene(
        change_question.receipt_view,
        "an idea without a name",
        {"facts": replace(RECEIPT, kind=Kind.IDEA, code=CODE, about="")},
    ),
    Scene(change_question.code_form, "empty", {"code": ""}),
    Scene(change_question.found_view, "open", {"facts": FOUND, "note": "Kept."}),
    Scene(change_question.found_view, "nobody read it yet", {"facts": replace(FOUND, sealed=True, one=NAMELESS)}),
    *(
        Scene(change_question.found_view, name, {"facts": replace(FOUND, one=replace(one, asker=""), waiting=())})
        for name, one in (
            ("we do not know yet", UNKNOWN),
            ("no news", NO_NEWS),
            ("answered", ANSWERED),
            ("will do", WILL_DO),
            ("will not", WONT),
            ("taken back", WITHDRAWN),
        )
    ),
    Scene(change_question.taken_back_view, "taken back"),
    Scene(asked_on_page, "asked about", {"head": HEAD, "counts": (12, 1, 3)}),
    Scene(asked_on_page, "nothing asked", {"head": HEAD, "counts": (0, 0, 0)}),
    Scene(
        change_question_answer.answer_form,
        "answer",
        {"facts": AnswerForm(ASKED, (replace(ANSWERED, id="9"),), WORD_ON), "state": State.ANSWERED},
    ),
    Scene(
        change_question_answer.answer_form,
        "not known",
        {"facts": AnswerForm(NAMELESS, (), WORD_ON), "state": State.UNKNOWN},
    ),
    Scene(change_question_answer.answer_form, "an idea", {"facts": AnswerForm(IDEA, (), WORD_ON), "state": None}),
    Scene(change_question_answer.answer_form, "correct", {"facts": AnswerForm(WONT, (), WORD_ON), "state": None}),
    Scene(change_question_answer.hand_form, "open", {"one": ASKED}),
    Scene(change_question_answer.hand_form, "promised", {"one": UNKNOWN}),
    Scene(change_question_answer.write_form, "to somebody", {"one": replace(ASKED, words=TALK), "mine": False}),
    Scene(change_question_answer.write_form, "to nobody known", {"one": NAMELESS, "mine": False}),
    Scene(change_question_answer.write_form, "back", {"one": replace(ASKED, words=TALK), "mine": True}),
    *(
        Scene(change_question_message.asked_message, name, {"one": one, "theirs": theirs})
        for name, one, theirs in (
            ("asked", ASKED, True),
            ("without a name", NAMELESS, True),
            ("an idea", IDEA, True),
            ("not known", UNKNOWN, True),
            ("answered", ANSWERED, True),
            ("decided", WILL_DO, True),
            ("handed over", ASKED, False),
            ("taken back", WITHDRAWN, True),
            ("the same", replace(ASKED, state=State.SAME), True),
        )
    ),
    Scene(change_question_message.owned_message, "handed over", {"one": ASKED, "theirs": True, "by": "Ana Sousa"}),
    Scene(change_question_message.owned_message, "of who left", {"one": NAMELESS, "theirs": True, "by": ""}),
    Scene(change_question_message.owned_message, "answered", {"one": ANSWERED, "theirs": True, "by": ""}),
    Scene(change_question_message.due_message, "first word", {"one": ASKED, "theirs": True}),
    Scene(change_question_message.due_message, "an idea", {"one": replace(IDEA, asker=""), "theirs": True}),
    Scene(change_question_message.due_message, "promised", {"one": UNKNOWN, "theirs": True}),
    Scene(change_question_message.due_message, "no news", {"one": NO_NEWS, "theirs": True}),
    Scene(change_question_message.due_message, "answered", {"one": ANSWERED, "theirs": True}),
    Scene(change_question_message.late_message, "no word", {"one": ASKED}),
    Scene(change_question_message.late_message, "no news", {"one": NO_NEWS}),
    Scene(change_question_message.late_message, "answered", {"one": ANSWERED}),
    *(
        Scene(change_question_message.news_message, name, {"one": one})
        for name, one in (
            ("answered", ANSWERED),
            ("not known", UNKNOWN),
            ("no news", NO_NEWS),
            ("will do", WILL_DO),
            ("will not", WONT),
            ("looked at", LOOKED_AT),
            ("asked by others", ASKED),
            ("taken back", WITHDRAWN),
        )
    ),
    Scene(change_question_message.word_message, "back", {"one": ASKED, "said": TALK[0], "mine": True}),
    Scene(change_question_message.word_message, "to who answers", {"one": ASKED, "said": TALK[1], "mine": False}),
    Scene(change_question_message.word_message, "without a name", {"one": NAMELESS, "said": TALK[1], "mine": False}),
    *(
        Scene(change_question_message.no_news_message, name, {"one": one})
        for name, one in (
            ("no news", NO_NEWS),
            ("an idea", replace(LOOKED_AT, about="")),
            ("answered", ANSWERED),
            ("taken back", WITHDRAWN),
            ("the same", replace(ASKED, state=State.SAME)),
        )
    ),
    Scene(
        change_question_message.answers_message,
        "several",
        {"change_id": 7, "name": MOVE, "rows": (ANSWERED, *(replace(WONT, id=str(n)) for n in range(6)))},
    ),
    Scene(change_question_message.answers_message, "one", {"change_id": 7, "name": MOVE, "rows": (ANSWERED,)}),
    Scene(change_question_faq.faq_message, "read", {"facts": LIST}),
    Scene(change_question_faq.faq_message, "run", {"facts": RUN}),
    Scene(change_question_faq.faq_message, "ideas", {"facts": IDEAS}),
    Scene(change_question_faq.faq_message, "nothing yet", {"facts": replace(LIST, rows=(), total=0)}),
    Scene(change_question_faq.faq_message, "no idea yet", {"facts": replace(IDEAS, rows=(), total=0, page=0, pages=1)}),
    Scene(
        change_question_faq.faq_message,
        "no idea of nothing in particular",
        {"facts": replace(IDEAS, change_id=0, name="", rows=(), total=0, page=0, pages=1)},
    ),
    Scene(change_question_faq.faq_message, "of nothing in particular", {"facts": replace(LIST, change_id=0, name="")}),
    Scene(change_question_faq.entry_view, "answered", {"one": replace(ANSWERED, answer=LONG)}),
    Scene(change_question_faq.entry_view, "not known", {"one": UNKNOWN}),
    Scene(change_question_faq.entry_view, "idea", {"one": WONT}),
    Scene(
        home.home,
        "with questions about changes",
        {"facts": replace(HOME, asked=HomeAsked((ASKED, replace(IDEA, id="b")), (replace(UNKNOWN, id="c"),)))},
    ),
)
