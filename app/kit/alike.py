"""How alike two texts are, by the runs of letters that they share."""


def shingles(text: str, size: int) -> frozenset[str]:
    said = text.casefold()
    return frozenset(said[n : n + size] for n in range(len(said) - size + 1))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1; nothing is alike to nothing."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if one or other else 0.0
