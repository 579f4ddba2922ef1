"""RFC 6962, section 2.1, told a second time as the standard tells it: slowly and recursively."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.trail.changes import leaf_of, record
from app.trail.models import TrailEntry, TrailPayload
from app.trail.queries import all_entries, checkpoint
from app.trail.rules import commitment, grown, leaf_hash, root_of

# The inputs and roots that certificate-transparency implementations share as their test vectors.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves):
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def frontier_of(leaves):
    frontier = []
    for size, leaf in enumerate(leaves):
        frontier = grown(frontier, size, leaf_hash(leaf))
    return frontier


@pytest.mark.parametrize("size", range(9))
def test_the_golden_roots(size):
    assert root_of(frontier_of(INPUTS[:size])) == ROOTS[size]
    assert naive_root(INPUTS[:size]).hex() == ROOTS[size]


@given(st.lists(st.binary(max_size=20), max_size=70))
def test_any_number_of_leaves(leaves):
    assert root_of(frontier_of(leaves)) == naive_root(leaves).hex()


@given(st.integers(0, 300))
def test_the_frontier_stays_small(size):
    assert len(frontier_of([b"x"] * size)) == size.bit_count()


def test_the_checkpoint_is_the_root_of_the_entries(look, action):
    def roots(session):
        leaves = [leaf_of(entry) for entry in all_entries(session)]
        frontier = []
        for size, leaf in enumerate(leaves):
            frontier = grown(frontier, size, leaf)
        return root_of(frontier), checkpoint(session).root

    recomputed, kept = look(roots)
    assert recomputed == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [("actor", "Nobody"), ("action", "x"), ("subject", "x"), ("why", "x"), ("seq", 99)],
)
def test_a_changed_entry_has_another_leaf(look, name, value):
    entry = look(all_entries)[3]
    changed = TrailEntry(**{**entry.model_dump(), name: value})
    assert leaf_of(entry) == entry.leaf
    assert leaf_of(changed) != entry.leaf


def test_a_payload_is_bound_to_its_entry(look, failed):
    def pairs(session):
        return [(e, session.get(TrailPayload, e.seq)) for e in all_entries(session)]

    for entry, kept in look(pairs):
        body = kept.payload.encode()
        assert commitment(bytes.fromhex(kept.salt), body) == entry.commitment
        assert commitment(bytes.fromhex(kept.salt), body + b" ") != entry.commitment


def test_equal_payloads_do_not_look_equal(look):
    commitments = [entry.commitment for entry in look(all_entries)]
    assert len(set(commitments)) == len(commitments)


def test_an_entry_hashes_the_same_on_both_databases_and_after_reading(session, look, ines, at):
    """What the database gives back is what was hashed: instants, names, and nothing at all."""
    entry = record(session, "test.deed", on="纸箱 Ω", by=ines, at=at, why="为什么")
    session.commit()
    assert leaf_of(look(all_entries)[-1]) == entry.leaf
