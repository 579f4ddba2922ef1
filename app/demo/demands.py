"""Who demands a short list of the demo's supplier, and how far one has come with each."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.programmes.buyers import BuyerClass, BuyerStatus, Step


@dataclass(frozen=True, slots=True)
class Demand:
    """`way`: in months from now, when each step was planned and reached; `people`: who is there."""

    name: str
    name_zh: str
    class_: BuyerClass
    status: BuyerStatus
    pack: str
    years: int
    way: Mapping[Step, tuple[float, float | None]]
    people: tuple[tuple[str, str, str, str], ...]


BUYERS = (
    Demand(
        "Northline Telecom",
        "北线电信",
        BuyerClass.S,
        BuyerStatus.UNDER_CERTIFICATION,
        "bt-like",
        1,
        {
            Step.INVITED: (-36, -36.2),
            Step.VISIT: (-35, -34.1),
            Step.STAGE_1: (-18, -15),
            Step.STAGE_2: (-6, -4),
            Step.SHORTLISTED: (8, None),
            Step.PILOT_ORDER: (12, None),
        },
        (
            (
                "Ada Quist",
                "Supplier certification",
                "ada.quist@northline.example",
                "+44 1632 960114",
            ),
            ("Tomas Verran", "Environment, health and safety", "t.verran@northline.example", ""),
        ),
    ),
    Demand(
        "Crimson Mobile",
        "绯红移动",
        BuyerClass.A,
        BuyerStatus.INVITED,
        "vodafone-like",
        2,
        {
            Step.INVITED: (-10, -9.5),
            Step.VISIT: (-0.5, None),
            Step.STAGE_1: (7, None),
            Step.SHORTLISTED: (20, None),
        },
        (
            (
                "Mirela Onn",
                "Safety, strategic suppliers",
                "mirela.onn@crimson.example",
                "+44 1632 960388",
            ),
        ),
    ),
)
