"""What the other rooms know of programmes: facts go in, an evaluation comes out.

From below: `figures/` exact numbers and conditions, `scheme/` the shapes, `scoring/` the engine;
`forms.py` reads packs, which `packs/` checks and builds.
"""

from app.programmes.figures.derived import Outcome, interviewed, measured, sampled, timed
from app.programmes.figures.numbers import decimal_of, half_up
from app.programmes.scheme.classes import Clock, FindingClass
from app.programmes.scheme.facts import (
    AnswerFact,
    Clause,
    Facts,
    FindingFact,
    ItemFact,
    SpotFact,
)
from app.programmes.scheme.metrics import Band, Extremum, Formula, Metric, Pick, State
from app.programmes.scheme.pack import Node, Pack
from app.programmes.scheme.results import (
    AwardResult,
    CapResult,
    ConditionResult,
    Deduction,
    Evaluation,
    GateResult,
    NodeScore,
    Reason,
    Trace,
)
from app.programmes.scoring.clocks import clock_of, due_on, window_on
from app.programmes.scoring.deadlines import Deadline, Scheduled, schedule
from app.programmes.scoring.evaluate import evaluate

__all__ = [
    "AnswerFact",
    "AwardResult",
    "Band",
    "CapResult",
    "Clause",
    "Clock",
    "ConditionResult",
    "Deadline",
    "Deduction",
    "Evaluation",
    "Extremum",
    "Facts",
    "FindingClass",
    "FindingFact",
    "Formula",
    "GateResult",
    "ItemFact",
    "Metric",
    "Node",
    "NodeScore",
    "Outcome",
    "Pack",
    "Pick",
    "Reason",
    "Scheduled",
    "SpotFact",
    "State",
    "Trace",
    "clock_of",
    "decimal_of",
    "due_on",
    "evaluate",
    "half_up",
    "interviewed",
    "measured",
    "sampled",
    "schedule",
    "timed",
    "window_on",
]
