import pytest

from bot.domain.retro_sort import NAME_LENGTH, NEW, Sorted, checked, named_after
from bot.errors import UserError


class TestChecking:
    def test_names_are_one_line(self) -> None:
        """Whatever was pasted into the field."""
        done = checked(Sorted(" two\nlines ", cards=("a",), to=NEW, new_name=" so\tis this "))
        assert (done.name, done.new_name) == ("two lines", "so is this")

    @pytest.mark.parametrize(
        ("wanted", "field"),
        [
            (Sorted(" \n "), "name"),
            (Sorted("x" * (NAME_LENGTH + 1)), "name"),
            (Sorted("a", cards=("c",), to=NEW, new_name="x" * (NAME_LENGTH + 1)), "new_name"),
            (Sorted("a", cards=("c",)), "to"),
            (Sorted("a", to=NEW), "cards"),
            (Sorted("a", merge=(3,), cards=("c",), to="3"), "to"),
        ],
    )
    def test_what_does_not_hold_together_is_refused_beside_its_field(self, wanted: Sorted, field: str) -> None:
        """Each with its own sentence."""
        with pytest.raises(UserError) as refused:
            checked(wanted)
        assert refused.value.field == field

    def test_a_new_theme_without_a_name_is_called_after_its_first_card(self) -> None:
        """As long as a name may be."""
        assert named_after(["the cake\nand more", "other"]) == "the cake and more"
        assert len(named_after(["word " * 50])) <= NAME_LENGTH
