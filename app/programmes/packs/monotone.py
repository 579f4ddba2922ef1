"""Searches what would refute a pack that calls itself monotone: bounded, and always the same.

It climbs from the worst facts to the best, in several orders: an answer raised, a finding closed, a
deduction taken away must never worsen the verdict, the award or a gate.
"""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from app.programmes.packs.worst import levels_above, worst_facts
from app.programmes.scheme.pack import Pack
from app.programmes.scheme.results import Evaluation
from app.programmes.scoring.evaluate import evaluate

CLIMBS = 10
LOOKS = 30
"""Evaluations in one climb: most of them near the top, where much is to be lost."""
MOST_LINES = 100_000
"""Items that are looked at in all climbs together: a large pack is looked at less often."""


def worsening(pack: Pack) -> str | None:
    """What improved and what became worse by it, if a counter-example is found."""
    found = (_Climb(pack, number).worsening() for number in range(CLIMBS))
    return next((told for told in found if told), None)


Step = tuple[str, int]
"""What is improved: an answer by one level, a finding, a spot check; by its number."""


class _Climb:
    def __init__(self, pack: Pack, number: int) -> None:
        self.pack, self.number = pack, number
        self.random = Random(number)  # noqa: S311 - it wanders, and always alike
        self.start = worst_facts(pack, number)
        self.way = list(self._way())
        self.height = 0
        self._to_the_foot()

    def worsening(self) -> str | None:
        here, before = 0, self._seen(0)
        for there in self._looks():
            after = self._seen(there)
            if _worse(self.pack, before, after):
                return self._narrowed(here, there)
            here, before = there, after
        return None

    def _looks(self) -> Iterator[int]:
        """After how many steps: seldom at the foot, at each step near the top."""
        looks = min(LOOKS, max(4, MOST_LINES // CLIMBS // (len(self.start.items) or 1)))
        single = max(0, len(self.way) - looks * 3 // 4)
        length = -(-single // (looks - looks * 3 // 4)) or 1
        yield from range(length, single, length)
        yield from range(max(single, 1), len(self.way) + 1)

    def _narrowed(self, low: int, high: int) -> str:
        """The one improvement after which something is worse: halved until it is found."""
        before = self._seen(low)
        while high - low > 1:
            middle = (low + high) // 2
            if _worse(self.pack, before, seen := self._seen(middle)):
                high = middle
            else:
                low, before = middle, seen
        worse = _worse(self.pack, before, self._seen(high))
        self._climb_to(low)
        return f"{self._improve(self.way[low])} takes {worse}."

    def _way(self) -> Iterator[Step]:
        """Every improvement: answers, findings, spot checks by turns, or all of them mixed.

        Answers one after the other, each time from another one on, or shuffled.
        """
        above = [levels_above(self.pack, answer) for answer in self.start.answers]
        first = self.number * len(above) // CLIMBS
        order = [*range(first, len(above)), *range(first)]
        turns: list[list[Step]] = [
            [("answer", at) for at in order for _ in above[at]],
            [("finding", at) for at in range(len(self.start.findings))],
            [("spot", at) for at in range(len(self.start.spots))],
        ]
        for turn in turns if self.number % 2 else []:
            self.random.shuffle(turn)
        self.random.shuffle(turns)
        steps = [step for turn in turns for step in turn]
        if self.number % 4 == 1:
            self.random.shuffle(steps)
        yield from steps

    def _climb_to(self, height: int) -> None:
        if height < self.height:
            self._to_the_foot()
        for step in self.way[self.height : height]:
            self._improve(step)
        self.height = height

    def _to_the_foot(self) -> None:
        self.height = 0
        self.answers, self.findings = [*self.start.answers], [*self.start.findings]
        self.spots = dict(enumerate(self.start.spots))

    def _improve(self, step: Step) -> str:
        kind, at = step
        if kind == "answer":
            return self._raise(at)
        if kind == "spot":
            return f"Taking away a deduction for {self.spots.pop(at).item}"
        self.findings[at] = replace(self.findings[at], closed_on=self.start.as_of)
        return f"Closing a finding of the class {self.findings[at].cls}"

    def _raise(self, at: int) -> str:
        answer = self.answers[at]
        better = levels_above(self.pack, answer)[0]
        self.answers[at] = replace(answer, level=better)
        return f"Answering {answer.item} with {better} where it was {answer.level}"

    def _seen(self, height: int) -> Evaluation:
        self._climb_to(height)
        answers, findings = tuple(self.answers), tuple(self.findings)
        spots = tuple(self.spots.values())
        facts = replace(self.start, answers=answers, findings=findings, spots=spots)
        return evaluate(self.pack, facts)


def _worse(pack: Pack, before: Evaluation, after: Evaluation) -> str | None:
    bands = [band.code for band in pack.verdict.bands] if pack.verdict else []
    old, new = before.verdict, after.verdict
    if old and new and bands.index(new) > bands.index(old):
        return f"the verdict from {old} to {new}"
    awards = [*(award.code for award in pack.awards), None]
    if awards.index(after.award) > awards.index(before.award):
        return f"the award from {before.award} to {after.award or 'none'}"
    gates = zip(before.gates, after.gates, strict=True)
    shut = next((new.id for old, new in gates if old.met and not new.met), None)
    return f"the gate {shut} from open to shut" if shut else None
