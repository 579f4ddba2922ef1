"""Marks a sentence for translation where it is written; the web translates it where it is shown."""


class Marked(str):
    """A text of ours; also as a part of another sentence it is told in the reader's language."""

    __slots__ = ()


def mark(text: str) -> Marked:
    return Marked(text)
