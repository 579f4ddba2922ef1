import os

import pytest

from app.reports.shelf import Shelf


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "drawn", room=100)


def test_what_was_kept_is_found_again(shelf):
    shelf.keep("a", b"part")
    assert shelf.take("a") == b"part"
    assert shelf.take("b") is None


def test_a_half_written_part_is_not_taken(shelf, tmp_path):
    shelf.keep("a", b"a part of some length")
    (tmp_path / "drawn" / "a").write_bytes((tmp_path / "drawn" / "a").read_bytes()[:-3])
    assert shelf.take("a") is None


def test_the_longest_unused_go_when_there_is_no_room(shelf, tmp_path):
    for n, key in enumerate("abc"):
        shelf.keep(key, b"0123456789")
        os.utime(tmp_path / "drawn" / key, (n, n))
    shelf.take("a")
    shelf.tidy()
    assert [shelf.take(key) for key in "abc"] == [b"0123456789", None, b"0123456789"]
