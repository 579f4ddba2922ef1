"""What the other rooms know of programmes: facts go in, an evaluation comes out.

The engine behind it is `scoring/`; packs are read by `forms.py`.
"""

from app.programmes.scoring.clocks import clock_of, due_on, window_on
from app.programmes.scoring.derived import Outcome, interviewed, measured, sampled, timed
from app.programmes.scoring.evaluate import evaluate
from app.programmes.scoring.facts import AnswerFact, Facts, FindingFact, ItemFact, SpotFact
from app.programmes.scoring.metrics import Band
from app.programmes.scoring.numbers import decimal_of, half_up
from app.programmes.scoring.pack import Clock, FindingClass, Node, Pack
from app.programmes.scoring.results import (
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

__all__ = [
    "AnswerFact",
    "AwardResult",
    "Band",
    "CapResult",
    "Clock",
    "ConditionResult",
    "Deduction",
    "Evaluation",
    "Facts",
    "FindingClass",
    "FindingFact",
    "GateResult",
    "ItemFact",
    "Node",
    "NodeScore",
    "Outcome",
    "Pack",
    "Reason",
    "SpotFact",
    "Trace",
    "clock_of",
    "decimal_of",
    "due_on",
    "evaluate",
    "half_up",
    "interviewed",
    "measured",
    "sampled",
    "timed",
    "window_on",
]
