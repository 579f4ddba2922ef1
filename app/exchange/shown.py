from pydantic import BaseModel


class CalendarOut(BaseModel):
    """The address for calendar programs: it is the secret, and shown this once."""

    address: str
