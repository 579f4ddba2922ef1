"""Items that say the same, or the same way: near-duplicates, moulds, openings, worn verbs."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from math import ceil

from app.checklists.forms import TextForm
from app.checklists.rules import FIRST_LANGUAGE
from app.checklists.yaml_files import Folder, Found
from app.kit.alike import jaccard, shingles
from app.kit.yaml_text import Fault

SHINGLE = {"en": 5, "zh": 3}
SAME, NEAR = 0.55, 0.35
"""Jaccard of the character shingles of requirement and criterion (authoring guide, section 7)."""
HITS = 10
MOULD = 4
LEAST_KEPT = 5
COMMON = 0.01
OPENING_WORDS = 4
OPENING_SHARE = 0.01
VERB_SHARE = 0.08
MOST_SAME_EVIDENCE = 3
LARGE = 100
"""Shares are told of a checklist from this many items on."""
EMPTY_EVIDENCE = frozenset({"relevant records", "documentation", "records", "相关记录", "记录"})
VERBS = frozenset(
    re.findall(
        r"\w+",
        """
        accepts agrees answers appears asks bears begins belongs blocks brings buys carries changes
        checks clears closes comes contains costs counts covers decides delivers differs ends enters
        equals exists explains falls finds finishes fits follows gets gives goes happens hangs hears
        holds identifies includes keeps knows leads leaves lies lists lives locks loses makes marks
        matches meets moves names needs notices offers opens passes pays points proves provides
        pulls puts reaches reads receives records refuses remains repeats replaces reports rests
        returns reviews runs says sees sells sends shows signs sits speaks stands starts states
        stays stops stores survives takes tells tests traces trains travels turns uses waits wears
        works writes
        """,
    )
)
_WORD = re.compile(r"[a-z#']+")
_DIGITS = re.compile(r"[0-9][0-9,.]*")


def no_two_items_say_the_same(folder: Folder) -> Iterator[Fault]:
    items = list(folder.items())
    for lang, size in SHINGLE.items():
        texts = [_said_in(found, lang) for found in items]
        shingled = [shingles(text, size) for text in texts]
        for one, other, alike in most_alike(shingled):
            first, second = items[other], items[one]
            line, _ = first.category.document.position((*first.path, "id"))
            place = f"{first.category.document.name}, line {line}"
            reason = f"{alike:.0%} the same as {first.form.id} in {lang} ({place})."
            in_file = "" if lang == FIRST_LANGUAGE else lang
            mend = "Ask for another object, method or number, or take one of them out."
            yield second.fault(
                ("requirement",), "near-duplicate", reason, mend, lang=in_file, warning=alike < SAME
            )


def most_alike(shingled: Sequence[frozenset[str]]) -> Iterator[tuple[int, int, float]]:
    """Each set that is NEAR an earlier one: its place, that of the one most alike, how alike.

    Of n shingles two such sets share NEAR times n, so HITS of their rarest: only those that do
    are compared.
    """
    often = Counter(shingle for told in shingled for shingle in told)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for n, told in enumerate(shingled):
        hits = min(HITS, ceil(NEAR * len(told)))
        rarest = sorted(told, key=lambda s: (often[s], s))
        prefix = rarest[: len(rarest) - ceil(NEAR * len(rarest)) + HITS]
        met = Counter(chain.from_iterable(holders[shingle] for shingle in prefix))
        near = (
            (jaccard(told, shingled[other]), other)
            for other, shared in met.items()
            if shared >= hits
        )
        alike, other = max(near, default=(0.0, 0))
        if alike >= NEAR:
            yield n, other, alike
        for shingle in prefix:
            if often[shingle] > 1:
                holders[shingle].append(n)


def _said_in(found: Found, lang: str) -> str:
    text = _text_in(found, lang)
    return f"{text.requirement} {text.criterion}" if text else ""


def _text_in(found: Found, lang: str) -> TextForm | None:
    return found.form if lang == FIRST_LANGUAGE else dict(found.said()).get(lang)


def no_sentence_is_a_mould(folder: Folder) -> Iterator[Fault]:
    """The frame of a sentence, its rare words left open, may not stand in MOULD items."""
    items = list(folder.items())
    for key in ("requirement", "criterion"):
        said = [_words(getattr(found.form, key)) for found in items]
        common = _common_words(said)
        frames = [_frame(words, common) for words in said]
        yield from _too_often(
            items,
            frames,
            key,
            lambda frame: f'The same mould, "{frame}"',
            most=MOULD - 1,
            rule="mould",
        )


def _common_words(said: Sequence[Sequence[str]]) -> frozenset[str]:
    often = Counter(word for words in said for word in set(words))
    least = max(MOULD, COMMON * len(said))
    return frozenset(word for word, n in often.items() if n >= least)


def _frame(words: Sequence[str], common: frozenset[str]) -> str:
    """The common words in their order; "…" for each run of others. "" where too few are left."""
    kept = [word if word in common else "…" for word in words]
    frame = [word for n, word in enumerate(kept) if word != "…" or not n or kept[n - 1] != "…"]
    return " ".join(frame) if sum(word not in {"…", "#"} for word in frame) >= LEAST_KEPT else ""


def openings_differ(folder: Folder) -> Iterator[Fault]:
    items = list(folder.items())
    if len(items) >= LARGE:
        starts = [" ".join(_words(found.form.requirement)[:OPENING_WORDS]) for found in items]
        most = int(OPENING_SHARE * len(items))
        yield from _too_often(
            items, starts, "requirement", lambda start: f'The opening "{start}"', most, "opening"
        )


def no_verb_is_worn_out(folder: Folder) -> Iterator[Fault]:
    items = list(folder.items())
    if len(items) >= LARGE:
        verbs = [_verb(_words(found.form.requirement)) for found in items]
        most = int(VERB_SHARE * len(items))
        yield from _too_often(
            items, verbs, "requirement", lambda verb: f'The verb "{verb}"', most, "verb"
        )


def _verb(words: Sequence[str]) -> str:
    """The first strong verb that we know, in its third person; "" if there is none."""
    for word in words:
        if word in VERBS or f"{word}s" in VERBS or f"{word}es" in VERBS:
            return word if word in VERBS else f"{word}s" if f"{word}s" in VERBS else f"{word}es"
    return ""


def evidence_differs(folder: Folder) -> Iterator[Fault]:
    items = list(folder.items())
    lists = ["\n".join(sorted(map(str.casefold, found.form.evidence))) for found in items]
    yield from _too_often(
        items,
        lists,
        "evidence",
        lambda _list: "The same list of evidence",
        MOST_SAME_EVIDENCE,
        "evidence",
    )
    for found in items:
        for lang in ("", *found.translations):
            text = _text_in(found, lang or FIRST_LANGUAGE)
            for n, piece in enumerate(text.evidence if text else ()):
                if piece.casefold() in EMPTY_EVIDENCE:
                    reason = f'"{piece}" could be anything.'
                    mend = "Name the record and its period."
                    yield found.fault(("evidence", n), "evidence", reason, mend, lang=lang)


def _too_often(
    items: Sequence[Found],
    said: Sequence[str],
    key: str,
    told: Callable[[str], str],
    most: int,
    rule: str,
) -> Iterator[Fault]:
    """A fault at each item past the `most`-th that says the same; "" is never counted."""
    seen: dict[str, list[Found]] = defaultdict(list)
    for found, words in zip(items, said, strict=True):
        if words:
            seen[words].append(found)
    for words, holders in seen.items():
        for found in holders[most:]:
            where = ", ".join(one.form.id for one in holders[:3])
            reason = f"{told(words)} stands in {len(holders)} items, first in {where}."
            mend = f"At most {most} may: say this one in its own way."
            yield found.fault((key,), rule, reason, mend)


def _words(text: str) -> list[str]:
    return _WORD.findall(_DIGITS.sub("#", text.casefold()))
