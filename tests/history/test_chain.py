"""The hash chain of one instance."""

from __future__ import annotations

from hashlib import sha256

import pytest

from engine.history.chain import GENESIS, link


def test_link_covers_the_row_and_the_hash_before() -> None:
    expected = sha256(bytes(32) + b"i1\n1\nInstanceStarted\n" + b'{"v":1}').digest()
    assert link(GENESIS, "i1", 1, "InstanceStarted", b'{"v":1}') == expected


@pytest.mark.parametrize(
    "changed",
    [
        (b"\1" * 32, "i1", 1, "A", b"x"),
        (GENESIS, "i2", 1, "A", b"x"),
        (GENESIS, "i1", 2, "A", b"x"),
        (GENESIS, "i1", 1, "B", b"x"),
        (GENESIS, "i1", 1, "A", b"y"),
    ],
)
def test_link_changes_with_every_part(changed: tuple[bytes, str, int, str, bytes]) -> None:
    assert link(*changed) != link(GENESIS, "i1", 1, "A", b"x")


@pytest.mark.parametrize(("instance_id", "row_type"), [("i\n1", "A"), ("i1", "A\n")])
def test_link_refuses_a_line_break_in_its_parts(instance_id: str, row_type: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        link(GENESIS, instance_id, 1, row_type, b"")
