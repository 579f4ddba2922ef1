"""The finding with all that its pages need, its action, and the proof that came with a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from app.actions.due import (
    OUTCOME_NAMES,
)
from app.actions.forms import Implement
from app.actions.gather import Whole, whole_finding
from app.actions.queries import Tracked, action
from app.actions.rules import CURRENCIES, EFFORT_NAMES, KIND_NAMES, PROVES, STATE_NAMES
from app.answers.rules import FAILED, LEVEL_NAMES, Level
from app.findings.changes import owner_or_none
from app.findings.clock_rules import (
    ANCHOR_NAMES,
    DUE_NAMES,
)
from app.findings.deeds import DEED_NAMES
from app.findings.doors import VisibleFinding, WithFiles, with_files
from app.findings.models import Finding
from app.findings.queries import Tracked as Found
from app.findings.rules import BRANCH_NAMES, CLASS_NAMES, SAID_NAMES, STEP_NAMES, TAG_NAMES
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.suppliers.models import Site
from app.web.deps import Db, Now
from app.web.pages import language, page
from app.web.submitted import Submitted

WORDS: Mapping[str, Any] = {
    "class_names": CLASS_NAMES,
    "kind_names": KIND_NAMES,
    "state_names": STATE_NAMES,
    "level_names": {level: LEVEL_NAMES[level] for level in (Level.FULL, Level.LAPSE)},
    "failed_names": {level: LEVEL_NAMES[level] for level in Level if level in FAILED},
    "proves": PROVES,
    "effort_names": EFFORT_NAMES,
    "currencies": [(code, code) for code in CURRENCIES],
    "step_names": STEP_NAMES,
    "branch_names": BRANCH_NAMES,
    "tag_names": TAG_NAMES,
    "deed_names": DEED_NAMES,
    "said_names": SAID_NAMES,
    "due_names": DUE_NAMES,
    "anchor_names": ANCHOR_NAMES,
    "outcome_names": OUTCOME_NAMES,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A finding as it lies before somebody: what every page about it needs."""

    request: Request
    found: Found
    by: Actor
    session: Db
    now: datetime

    @property
    def finding(self) -> Finding:
        return self.found.finding

    @property
    def site(self) -> Site:
        return self.found.site

    def owner(self, id: UUID | None) -> Actor | None:
        """The person with that id, if they may act at the site."""
        return owner_or_none(actors_at(self.session, self.site, Ability.ACT), id)

    def page(self, status: int = 200, **forms: Submitted[Any]) -> Response:
        whole = self.whole()
        return page(
            self.request,
            "findings/show.html",
            whole=whole,
            forms=forms,
            status=status,
            path=self._address,
            **WORDS,
        )

    def task(
        self, action_id: UUID, form: Submitted[Any] | None = None, *, status: int = 200
    ) -> Response:
        whole = self.whole()
        deed = whole.deed(action_id)
        told = {"whole": whole, "deed": deed, "form": form, "path": self._address}
        return page(self.request, "actions/task.html", status=status, **told, **WORDS)

    @property
    def _address(self) -> str:
        """Where the reader comes back to from the masthead, also from a form that was refused."""
        return f"/findings/{self.finding.ref}"

    def whole(self) -> Whole:
        lang = language(self.request)
        return whole_finding(self.session, self.found, by=self.by, lang=lang, at=self.now)


def _desk(request: Request, found: VisibleFinding, by: SignedIn, session: Db, now: Now) -> Desk:
    return Desk(request, found, by, session, now)


def _action(found: VisibleFinding, action_id: UUID, session: Db) -> Tracked:
    one = action(session, found.finding.id, action_id)
    if one is None:
        raise NotFound(_("This finding has no such action."))
    return one


FindingDesk = Annotated[Desk, Depends(_desk)]
ActionHere = Annotated[Tracked, Depends(_action)]
ReportDone = Annotated[WithFiles[Implement], Depends(with_files(Implement))]
