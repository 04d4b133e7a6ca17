"""Nothing of a platform's JSON is taken for granted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.channels.messaging.incoming import Malformed
from lantern.channels.messaging.reading import at, id_at, items_at, object_of, text_at

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2)
    ),
    max_leaves=8,
)


@given(JSON)
def test_reading_never_fails_and_ids_are_told(value: object) -> None:
    assert isinstance(text_at(value, "a", "b"), str)
    assert isinstance(items_at(value, "a"), list)
    at(value, "a", "b", "a")
    try:
        assert id_at(value, "a", "b")
    except Malformed as error:
        assert str(error) == "a.b is missing or no id"


@given(st.binary(max_size=60))
def test_a_body_is_an_object_or_malformed(body: bytes) -> None:
    try:
        assert isinstance(object_of(body), dict)
    except Malformed:
        return


@pytest.mark.parametrize("id", ["", "a\nb", "x" * 5000, True, 1.5, None, [], {}, "\ud800"])
def test_what_is_no_id(id: object) -> None:
    with pytest.raises(Malformed):
        id_at({"id": id}, "id")


def test_a_number_is_an_id() -> None:
    assert id_at({"id": -5}, "id") == "-5"


def test_deep_nesting_is_malformed() -> None:
    with pytest.raises(Malformed):
        object_of("[" * 100_000)
