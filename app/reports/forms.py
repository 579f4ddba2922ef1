from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.reports.rules import Paper, ReportKind


class OrderReport(BaseModel):
    """Without `audit` it tells the site's standing; `as_of` a past day, else now.

    A dossier needs `finding`, a closing-meeting sheet `audit`, a report of changes either `since`,
    an earlier report, or `since_on`, a day.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "example": {
                "kind": "executive",
                "lang": "en",
                "site": "0192f0c4-1111-7000-8000-000000000001",
            }
        },
    )

    kind: ReportKind
    lang: str = Field("en", pattern="^(en|zh|both)$", description="both: side by side")
    site: UUID
    audit: UUID | None = None
    programme: UUID | None = Field(None, description="a loaded version; else the first buyer's")
    as_of: date | None = None
    finding: UUID | None = None
    since: UUID | None = Field(None, description="an earlier report of the site")
    since_on: date | None = None
    paper: Paper | None = Field(None, description="else that of the form, or what is usual there")
    form: UUID | None = Field(None, description="a form of the supplier: brand, and which parts")


class OrderPage(BaseModel):
    """What the page of an order is opened for, by reference or code."""

    model_config = ConfigDict(frozen=True)

    kind: str = ""
    site: str = ""
    audit: str = ""
    finding: str = ""
    since: str = ""
