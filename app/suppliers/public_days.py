"""Public holidays of a country, and the weekend days that it works in their place."""

from collections.abc import Mapping
from datetime import date

import holidays

from app.kit.errors import Invalid
from app.kit.words import mark as _
from app.suppliers.rules import Said

LANGUAGES = ("en_US", "zh_CN")
MADE_UP = "Make-up working day · 调休上班"
LONGEST = 120


def public_days(country: str, year: int) -> Mapping[date, Said]:
    """Named in English, and in Chinese as well where the country does so."""
    if not country:
        raise Invalid(_("Say first in which country the site is: edit the site."))
    try:
        own = holidays.country_holidays(country, years=year)
    except NotImplementedError as error:
        raise Invalid(
            _("No public holidays are known for country {code}. Say its days one by one."),
            code=country,
        ) from error
    spoken = [lang for lang in LANGUAGES if lang in own.supported_languages]
    told = [holidays.country_holidays(country, years=year, language=lang) for lang in spoken]
    made_up: set[date] = getattr(own, "weekend_workdays", set())
    rest = {day: Said(working=False, name=_joined(day, told or [own])) for day in own}
    worked = {day: Said(working=True, name=MADE_UP) for day in made_up}
    return {day: said for day, said in (rest | worked).items() if day.year == year}


def _joined(day: date, told: list[holidays.HolidayBase]) -> str:
    names = dict.fromkeys(str(one[day]) for one in told if day in one)
    return " · ".join(names)[:LONGEST]
