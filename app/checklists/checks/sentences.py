"""The sentence: one thing asked, in few words, none of them vague."""

import re
from collections.abc import Iterator, Mapping

from app.checklists.checks.wording import quantities
from app.checklists.forms import TextForm
from app.checklists.rules import FIRST_LANGUAGE
from app.checklists.yaml_files import Folder, Found
from app.kit.yaml_text import Fault

ENGLISH = (
    "appropriate(?:ly)?|adequate(?:ly)?|proper(?:ly)?|sufficient(?:ly)?|suitabl[ey]|reasonabl[ey]|"
    "regular(?:ly)?|periodic(?:al|ally)?|timely|effective(?:ly)?|robust|good|relevant|as needed|"
    r"where necessary|ensur(?:e|es|ed|ing)|best practices?|etc\.|shall"
)
CHINESE = (
    "适当|充分|合理|定期|及时|有效开展|必要时|良好|完善|妥善|相应|相关|尽量|基本|等等|加强|确保"
)
VAGUE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(rf"\b(?:{ENGLISH})(?!\w)", re.IGNORECASE),
    "zh": re.compile(CHINESE),
}
JUDGED = ("title", "requirement", "criterion")
MOST_WORDS = {"requirement": 30, "criterion": 45}
MOST_CHARACTERS = {"requirement": 60}
MOST_QUANTITIES = 3
TWO_IN_ONE = re.compile(r"[;；]|\band/or\b|[.。!！?？](?=\s*\S)")
_POINT = re.compile(r"(?<=\d)\.(?=\d)|\b(?:Art|Nos?|reg|vs|approx|max|min)\.", re.IGNORECASE)


def no_word_is_vague(folder: Folder) -> Iterator[Fault]:
    for found in folder.items():
        for lang, text in _texts(found):
            pattern = VAGUE.get(lang.partition("-")[0])
            for key in JUDGED if pattern else ():
                if pattern and (word := pattern.search(getattr(text, key))):
                    reason = f'"{word.group()}" lets two auditors reach two verdicts.'
                    mend = "Say what is seen: a number, a count, a thing."
                    yield _fault(found, (key,), "vague", reason, mend, lang)


def one_thing_is_asked(folder: Folder) -> Iterator[Fault]:
    for found in folder.items():
        for lang, text in _texts(found):
            sentence = _POINT.sub("", text.requirement)
            if two := TWO_IN_ONE.search(sentence):
                reason = f'More than one thing is asked: "{two.group().strip()}" joins two.'
                yield _warn(found, "requirement", reason, "Make it two items.", lang)
            yield from _too_long(found, lang, text)


def _too_long(found: Found, lang: str, text: TextForm) -> Iterator[Fault]:
    first = lang == FIRST_LANGUAGE
    for key, most in (MOST_WORDS if first else MOST_CHARACTERS).items():
        said = getattr(text, key)
        long = len(said.split()) if first else len(said)
        if long > most:
            reason = f"{long} {'words' if first else 'characters'}; {most} are enough."
            yield _warn(found, key, reason, "Say it more briefly, or make it two items.", lang)
    if first and (n := len(quantities(text.criterion))) > MOST_QUANTITIES:
        reason = f"{n} numbers with units; {MOST_QUANTITIES} are enough for one verdict."
        yield _warn(found, "criterion", reason, "Make it two items.", lang)


def _texts(found: Found) -> Iterator[tuple[str, TextForm]]:
    yield FIRST_LANGUAGE, found.form
    yield from found.said()


def _warn(found: Found, key: str, reason: str, mend: str, lang: str) -> Fault:
    return _fault(found, (key,), "one-requirement", reason, mend, lang, warning=True)


def _fault(
    found: Found,
    at: tuple[str, ...],
    rule: str,
    reason: str,
    mend: str,
    lang: str,
    *,
    warning: bool = False,
) -> Fault:
    in_file = "" if lang == FIRST_LANGUAGE else lang
    return found.fault(at, rule, reason, mend, lang=in_file, warning=warning)
