"""Packs and facts from outside."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.kit.yaml_text import Document, YamlRefused, faults_of, read
from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.packs.build import build, shape_of
from app.programmes.packs.facts import facts_from
from app.programmes.packs.facts_shape import FactsRefused
from app.programmes.packs.monotone import worsening
from app.programmes.packs.overlay import Bases, nothing_at_hand, whole
from app.programmes.packs.shape import PackShape
from app.programmes.packs.vectors import vector_faults
from app.programmes.rules import Facts, Pack

__all__ = [
    "Bases",
    "FactsRefused",
    "MoveBuyer",
    "NewBuyer",
    "beside",
    "facts_from",
    "load_pack",
    "open_pack",
    "read_facts",
]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
OptionalName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class NewBuyer(BaseModel):
    """`pack` names a loaded programme; audits planned from then on take its newest version."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    name_zh: OptionalName = ""
    class_: BuyerClass = Field(alias="class", examples=["S"])
    status: BuyerStatus = BuyerStatus.TARGET
    pack: str = Field(min_length=1, max_length=60, examples=["bt-like"])


class MoveBuyer(BaseModel):
    """`version` is the one that was seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: BuyerStatus
    version: int


def load_pack(
    text: str, name: str, bases: Bases = nothing_at_hand, *, searched: bool = False
) -> Pack:
    """The pack of a YAML text, proved by its own vectors, and searched if it calls itself monotone.

    `YamlRefused` names every fault. `bases` gives the text of a programme in a version, for an
    overlay to lie on. `searched`: this very text was searched before.
    """
    pack, shape, document = _opened(text, name, bases)
    if faults := vector_faults(pack, shape.vectors, document):
        raise YamlRefused(faults)
    if pack.monotone and not searched and (told := worsening(pack)):
        mend = "Mend the rule that worsens, or write monotone: false."
        raise YamlRefused([document.fault(("monotone",), "monotone", told, mend)])
    return pack


def open_pack(text: str, name: str, bases: Bases = nothing_at_hand) -> Pack:
    """The pack of a text that was proved when it was loaded."""
    return _opened(text, name, bases)[0]


def beside(path: Path) -> Bases:
    """The programmes in the folder of `path`, each in a file called like it."""

    def text(programme: str, _version: str) -> str | None:
        file = path.parent / f"{programme}.yaml"
        return file.read_text(encoding="utf-8") if file.is_file() else None

    return text


def _opened(text: str, name: str, bases: Bases) -> tuple[Pack, PackShape, Document]:
    found = whole(read(text, name=name), bases, _hold)
    shape = shape_of(found.document)
    return build(found.document, shape, text, found.bases), shape, found.document


def _hold(document: Document, text: str) -> None:
    build(document, shape_of(document), text)


def read_facts(text: str, name: str, pack: Pack) -> Facts:
    """The facts of a YAML text, for trying `pack` without a database; else `YamlRefused`."""
    document = read(text, name=name)
    try:
        return facts_from(document.value, pack)
    except ValidationError as error:
        raise YamlRefused(faults_of(error, document)) from error
    except FactsRefused as refused:
        fault = document.fault(refused.path, "facts", refused.reason, refused.mend)
        raise YamlRefused([fault]) from refused
