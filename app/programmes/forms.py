"""Packs and facts from outside."""

from app.kit.yaml_text import YamlRefused, read
from app.programmes.packs.build import build, shape_of
from app.programmes.packs.facts import FactsRefused, facts_from
from app.programmes.packs.vectors import vector_faults
from app.programmes.rules import Pack

__all__ = ["FactsRefused", "facts_from", "load_pack"]


def load_pack(text: str, name: str) -> Pack:
    """The pack of a YAML text, proved by its own vectors; `YamlRefused` names every fault."""
    document = read(text, name=name)
    shape = shape_of(document)
    pack = build(document, shape, text)
    if faults := vector_faults(pack, shape.vectors, document):
        raise YamlRefused(faults)
    return pack
