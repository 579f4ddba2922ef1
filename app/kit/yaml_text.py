"""YAML as a person writes it and a stranger may send it: each value keeps its line, nothing hides.

The document is built from the parser's events, so a bomb of aliases or a tower of brackets is
refused where it starts and never exists in memory.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from app.kit.yaml_document import Document, Fault, Place, YamlRefused, dotted
from app.kit.yaml_scalars import ScalarRefused, plain_value
from app.kit.yaml_shape import faults_of

__all__ = ["Document", "Fault", "YamlRefused", "faults_of", "read", "read_bytes", "read_file"]

DEEPEST = 32
LARGEST = 5_000_000
"""Bytes of UTF-8."""
MOST_VALUES = 200_000
MOST_FAULTS = 50


def read_file(path: Path, *, name: str | None = None) -> Document:
    """The YAML of a file; an oversized file is not even read."""
    name = name or path.name
    if path.stat().st_size > LARGEST:
        raise YamlRefused([_too_large(name)])
    return read_bytes(path.read_bytes(), name=name)


def read_bytes(data: bytes, *, name: str) -> Document:
    """The YAML of untrusted bytes, which must be UTF-8."""
    if len(data) > LARGEST:
        raise YamlRefused([_too_large(name)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", errors="replace")
        reason = f"Byte 0x{data[error.start]:02x} is not UTF-8."
        fault = _fault_after(name, before, "encoding", reason, "Save the file as UTF-8.")
        raise YamlRefused([fault]) from error
    return read(text, name=name)


def read(text: str, *, name: str) -> Document:
    """The YAML of `text`, or `YamlRefused` with every fault that could be found."""
    _refuse_characters(text, name)
    reading = _Reading(name, iter(yaml.parse(text, Loader=yaml.CSafeLoader)))
    try:
        document = reading.document()
    except yaml.MarkedYAMLError as error:
        reading.faults.append(_syntax_fault(name, error))
        raise YamlRefused(reading.faults) from error
    except _Stopped:
        raise YamlRefused(reading.faults) from None
    if reading.faults:
        raise YamlRefused(reading.faults)
    return document


def _too_large(name: str) -> Fault:
    mend = f"Split it into files of at most {LARGEST // 1_000_000} MB."
    return Fault(name, 1, 1, "", "size", "The file is too large.", mend)


_UNWELCOME = re.compile(
    "[\ufeff\t\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def _refuse_characters(text: str, name: str) -> None:
    if len(text) > LARGEST or len(text.encode(errors="replace")) > LARGEST:
        raise YamlRefused([_too_large(name)])
    if not (found := _UNWELCOME.search(text)):
        return
    character = found.group()
    if character == "\t":
        rule, what, mend = "tab", "A tab", "Use spaces; inside quotes write \\t."
    elif character == "\ufeff":
        rule, what, mend = "encoding", "A byte order mark", "Save the file as UTF-8 without BOM."
    else:
        rule, what, mend = "character", f"Character U+{ord(character):04X}", "Take it out."
    reason = f"{what} stands here, which readers of YAML treat in different ways."
    raise YamlRefused([_fault_after(name, text[: found.start()], rule, reason, mend)])


def _fault_after(name: str, before: str, rule: str, reason: str, mend: str) -> Fault:
    line = before.count("\n") + 1
    return Fault(name, line, len(before) - before.rfind("\n"), "", rule, reason, mend)


_SYNTAX_MENDS = {
    "mapping values are not allowed": 'Quote a text that holds ": ", or mend the indentation.',
    "could not find expected ':'": "Give the key a colon and a space, or quote the text above.",
    "did not find expected key": "Mend the indentation, or quote the text.",
    "did not find expected '-' indicator": "Indent all entries of the list alike.",
    "did not find expected ',' or": "Close the bracket or add the comma.",
    "found unexpected end of stream": "Close the quotation mark.",
    "found character that cannot start any token": "Quote the text.",
}


def _syntax_fault(name: str, error: yaml.MarkedYAMLError) -> Fault:
    problem = error.problem or "this is not YAML"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    mend = next((m for start, m in _SYNTAX_MENDS.items() if problem.startswith(start)), None)
    mend = mend or "Look at the quotes and the indentation of this line and the one above."
    return Fault(name, line, column, "", "syntax", f"{problem[0].upper()}{problem[1:]}.", mend)


class _Stopped(Exception):
    """The text is not worth reading further."""


class _Reading:
    """One pass over the events of one text."""

    def __init__(self, name: str, events: Iterator[yaml.Event]) -> None:
        self.name = name
        self.events = events
        self.faults: list[Fault] = []
        self.path: list[str | int] = []
        self.values = 0

    def document(self) -> Document:
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return Document(self.name, None, Place((1, 1), (1, 1)))
        self._refuse_directives(event)
        value, place = self._value(next(self.events), None)
        next(self.events)
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._fault(event, "document", "A second document starts here.", "Remove the ---.")
        return Document(self.name, value, place)

    def _value(self, event: yaml.Event, key_at: tuple[int, int] | None) -> tuple[Any, Place]:
        at = _at(event)
        place = Place(at, key_at or at)
        self.values += 1
        if self.values > MOST_VALUES:
            self._stop(event, "size", "The file holds too many values.", "Split it.")
        self._refuse_aliases_and_tags(event)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event), place
        if kind is yaml.AliasEvent:
            return None, place
        if len(self.path) >= DEEPEST:
            reason = f"Values stand more than {DEEPEST} levels deep."
            self._stop(event, "depth", reason, "Nest less.")
        if kind is yaml.MappingStartEvent:
            return self._mapping(place), place
        return self._sequence(place), place

    def _scalar(self, event: Any) -> Any:  # noqa: ANN401  (types-PyYAML leaves events untyped)
        if not event.implicit[0]:
            return event.value
        try:
            return plain_value(event.value)
        except ScalarRefused as refused:
            self._fault(event, refused.rule, refused.reason, refused.mend)
            return None

    def _mapping(self, place: Place) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            self.path.append(key)
            if key in mapping:
                line = place.inner[key].key_at[0]
                reason = f"The key {key!r} stands here again; line {line} has it already."
                self._fault(event, "duplicate-key", reason, "Keep one of the two.")
            mapping[key], place.inner[key] = self._value(next(self.events), _at(event))
            self.path.pop()
        return mapping

    def _key(self, event: Any) -> str:  # noqa: ANN401  (as above)
        self._refuse_aliases_and_tags(event)
        if type(event) is not yaml.ScalarEvent:
            self._stop(event, "key", "A key must be one word or text.", "Write it as text.")
        return str(event.value)

    def _sequence(self, place: Place) -> list[Any]:
        sequence: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            self.path.append(len(sequence))
            value, place.inner[len(sequence)] = self._value(event, None)
            sequence.append(value)
            self.path.pop()
        return sequence

    def _refuse_directives(self, event: Any) -> None:  # noqa: ANN401  (as above)
        if event.version or event.tags:
            self._fault(event, "directive", "Directives (%) are not taken.", "Remove the line.")

    def _refuse_aliases_and_tags(self, event: Any) -> None:  # noqa: ANN401  (as above)
        if type(event) is yaml.AliasEvent:
            reason = f"*{event.anchor} copies another place of the file."
            self._fault(event, "alias", reason, "Write the value out, or quote the text.")
        elif event.anchor:
            reason = f"&{event.anchor} marks a place for copying."
            self._fault(event, "anchor", reason, "Remove the mark, or quote the text.")
        elif event.tag:
            reason = f"The tag {event.tag} asks for a type."
            self._fault(event, "tag", reason, "Remove the tag, or quote the text.")

    def _fault(self, event: Any, rule: str, reason: str, mend: str) -> None:  # noqa: ANN401
        line, column = _at(event)
        self.faults.append(Fault(self.name, line, column, dotted(self.path), rule, reason, mend))
        if len(self.faults) >= MOST_FAULTS:
            raise _Stopped

    def _stop(self, event: Any, rule: str, reason: str, mend: str) -> None:  # noqa: ANN401
        self._fault(event, rule, reason, mend)
        raise _Stopped


def _at(event: Any) -> tuple[int, int]:  # noqa: ANN401  (as above)
    return event.start_mark.line + 1, event.start_mark.column + 1
