from datetime import date

from app.mail.rules import MailKind
from app.people.forms import Form


class LetterWishes(Form):
    """What is not named is not wanted."""

    wanted: tuple[MailKind, ...] = ()


class SnoozeUntil(Form):
    until: date
