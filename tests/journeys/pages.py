"""Every page there is, under the person who reads it. Words in braces depend on the house."""

PAGES = {
    "marta": (
        "/",
        "/tasks",
        "/audits",
        "/audits/new",
        "/audits/{audit}",
        "/audits/{audit}/sheet",
        "/trail",
    ),
    "wei": (
        "/findings",
        "/findings?shown=overdue",
        "/findings/{open}",
        "/findings/{closed}",
        "/findings/{acted}/actions/{action}",
    ),
    "diana": (
        "/readiness/JR-01",
        "/readiness/JR-02",
        "/readiness/JR-01?as_of=2001-01-01",
        "/reports",
        "/reports/{report}",
        "/me",
    ),
    "omar": (
        "/checklist",
        "/checklist?q=puddle",
        "/checklist/categories/12-facilities-living",
        "/checklist/items/FAC-WSH-001",
        "/buyers",
        "/buyers/new",
        "/sites",
        "/sites/new",
        "/sites/JR-01",
        "/sites/JR-01/edit",
        "/people",
        "/people/{person}",
        "/trail/verification",
    ),
}
