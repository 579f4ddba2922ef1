"""Buyers by sites, and one site under every programme: what each says, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.programmes.models import Buyer, PackVersion
from app.programmes.queries import opened
from app.programmes.rules import CapResult, ConditionResult, Evaluation, Pack
from app.readiness.queries import Frame, standing_at
from app.readiness.rules import Standing, scores_our_checklist


@dataclass(frozen=True, slots=True)
class Cell:
    """What one programme says of one site. `told` is None before the first audit was opened.

    A programme that asks questions of its own says nothing of our answers: `fits` is False.
    """

    row: PackVersion
    told: Standing | None
    fits: bool

    @property
    def pack(self) -> Pack:
        return opened(self.row)

    @property
    def holding(self) -> tuple[CapResult, ...]:
        """The caps that are triggered, those that hold the verdict down first."""
        caps = self.told.evaluation.caps if self.told else ()
        return tuple(sorted((x for x in caps if x.triggered), key=lambda x: not x.holds))

    @property
    def missing(self) -> tuple[ConditionResult, ...]:
        return missing(self.told.evaluation) if self.told else ()

    @property
    def gate_open(self) -> bool:
        return bool(self.told and self.told.evaluation.gates) and not self.missing


def missing(evaluation: Evaluation) -> tuple[ConditionResult, ...]:
    """The conditions of all gates that are not met, in the programme's order."""
    return tuple(one for gate in evaluation.gates for one in gate.unmet)


def cell(whole: Frame, row: PackVersion, at: datetime) -> Cell:
    fits = scores_our_checklist(opened(row))
    told = standing_at(whole, row, as_of=at, known=at) if fits else None
    return Cell(row, told, fits)


def matrix(
    frames: Mapping[UUID, Frame], demands: Sequence[tuple[Buyer, PackVersion]], at: datetime
) -> dict[UUID, dict[UUID, Cell]]:
    """By buyer, then by site."""
    return {
        buyer.id: {id: cell(whole, row, at) for id, whole in frames.items()}
        for buyer, row in demands
    }
