from hypothesis import given
from hypothesis import strategies as st

from bot.domain.retro_theme_page import PAGE_LENGTH, PER_PAGE, CardsOf, pages_of


class TestPages:
    def test_a_theme_with_many_cards_goes_on_on_the_next_page(self) -> None:
        """And says so there."""
        first, second = pages_of([CardsOf("large", ("card",) * (PER_PAGE + 2)), CardsOf("small", ("other",))])
        assert [(one.name, len(one.cards), one.goes_on) for one in first] == [("large", PER_PAGE, False)]
        assert [(one.name, len(one.cards), one.goes_on) for one in second] == [
            ("large", 2, True),
            ("small", 1, False),
        ]

    @given(st.lists(st.lists(st.integers(1, 1000), max_size=50), max_size=12))
    def test_no_card_is_lost_and_no_page_is_too_long(self, lengths: list[list[int]]) -> None:
        """However many cards of whatever length."""
        themes = [CardsOf(str(number), tuple("x" * each for each in cards)) for number, cards in enumerate(lengths)]
        pages = pages_of(themes)
        shown = [(theme.name, card) for page in pages for theme in page for card in theme.cards]
        assert shown == [(theme.name, card) for theme in themes for card in theme.cards]
        for page in pages:
            cards = [card for theme in page for card in theme.cards]
            assert 0 < len(cards) <= PER_PAGE
            assert sum(map(len, cards)) <= PAGE_LENGTH
