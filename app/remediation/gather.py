"""What the table of findings shows."""

from typing import Any

from app.people.rules import Ability
from app.remediation.doors import Lookout
from app.remediation.forms import BulkChange, SaveFilter
from app.remediation.heads import heads
from app.remediation.mark_queries import marks
from app.remediation.queries import counted, filters, hands, lines, suppliers_seen
from app.web.submitted import Submitted

A_PAGE = 100
AT_ONCE = 200
"""So many are changed in one go."""


def table_of(
    looking: Lookout,
    *,
    saving: Submitted[SaveFilter] | None = None,
    bulk: Submitted[BulkChange] | None = None,
) -> dict[str, Any]:
    """With the form that keeps the filter, or that changes many, where it was refused."""
    session, by, asked, at = looking.session, looking.by, looking.asked, looking.now
    first = (asked.page - 1) * A_PAGE
    found = lines(session, by, looking.scope, at, limit=A_PAGE, after=first)
    above = heads(session, by, at)
    known = above.of(asked)
    return {
        "listed": found,
        "n": counted(session, by, looking.scope, at) if known is None else known,
        "first": first + 1,
        "a_page": A_PAGE,
        "at_once": AT_ONCE,
        "heads": above,
        "marks": marks(session, [one.finding.ref for one in found if not one.closed_on]),
        "saved": filters(session, by),
        "pairs_of_suppliers": [(str(one.id), one.name) for one in suppliers_seen(session, by)],
        "may_change": any(by.may(Ability.MANAGE_FINDINGS, one.site) for one in found),
        "may_raise": by.may_somewhere(Ability.RAISE_FINDING),
        "people": [(str(id), name) for id, name in hands(session, by)],
        "texts": looking.texts,
        "saving": saving,
        "bulk": bulk,
        **looking.choices(),
    }
