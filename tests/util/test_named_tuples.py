"""Records behave as typing's named tuples do, which take three times as long to make."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from sphinx_confblog.util.named_tuples import NamedTuple


class Usual(typing.NamedTuple):
    """A place."""

    name: str
    size: int = 3

    @property
    def doubled(self) -> int:
        """Twice the size."""
        return 2 * self.size


class Quick(NamedTuple):
    """A place."""

    name: str
    size: int = 3

    @property
    def doubled(self) -> int:
        """Twice the size."""
        return 2 * self.size


def test_records_are_tuples_with_names_defaults_and_methods() -> None:
    """Each can stand for the other, but for the name that its text begins with."""
    for kind in (Usual, Quick):
        made = kind("a")
        assert made == ("a", 3)
        assert (made.name, made.size, made.doubled) == ("a", 3, 6)
        assert repr(made) == f"{kind.__name__}(name='a', size=3)"
        assert made._replace(size=4) == kind(name="a", size=4)
        assert made._asdict() == {"name": "a", "size": 3}
        assert (kind.__doc__, kind.__module__) == ("A place.", __name__)
        assert kind.__match_args__ == ("name", "size")


def test_records_are_pickled_by_their_names() -> None:
    """The environment is full of them."""
    loaded = pickle.loads(pickle.dumps(Quick("b", 5)))
    assert isinstance(loaded, Quick)
    assert loaded == ("b", 5)


def test_pickles_leave_out_defaults_at_the_end() -> None:
    """These are there again when it is loaded."""
    sizes = [len(pickle.dumps(record)) for record in (Quick("b"), Quick("b", 3), Quick("b", 5))]
    assert sizes[0] == sizes[1] < sizes[2]


class Nothing(NamedTuple):
    """A record that may say nothing at all."""

    size: float = 0
    names: tuple[str, ...] = ()


@pytest.mark.parametrize("record", [Nothing(), Nothing(0.0), Nothing(False), Nothing(1, ())])
def test_a_record_of_defaults(record: Nothing) -> None:
    """It comes back as it was, copied or pickled; what equals a default keeps its own type."""
    for other in (copy.copy(record), pickle.loads(pickle.dumps(record))):
        assert repr(other) == repr(record)
        assert type(other) is Nothing
