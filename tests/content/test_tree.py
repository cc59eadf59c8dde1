"""Paths above a page or a collection."""

import pytest

from content.tree import path_and_above


@pytest.mark.parametrize(
    ("path", "paths"),
    [("", []), ("0001", ["0001"]), ("000100020003", ["0001", "00010002", "000100020003"])],
)
def test_path_and_above_ends_with_the_path_itself(path, paths):
    found = path_and_above(path)

    assert found == paths
