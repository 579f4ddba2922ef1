"""The ability table, and the same table asked of every route by every role."""

import pytest
from fastapi.routing import iter_route_contexts
from inline_snapshot import snapshot
from starlette.testclient import TestClient

from app.evidence.changes import bring_evidence, store
from app.evidence.files import Files
from app.kit.ids import new_id
from app.people import policy
from app.people.models import Grant
from app.people.queries import grants_of
from app.people.rules import ABILITIES, Ability, Granted, Role
from app.reports.changes import order_report
from tests.pictures import PNG

OTHERS = ["ines", "marta", "wei", "chen", "diana", "gil", "zoe", None]  # than who may do it all
LAST = "people.routes.leave_house"


def test_what_each_role_may():
    table = {role.value: sorted(ability.value for ability in ABILITIES[role]) for role in Role}
    assert table == snapshot(
        {
            "admin": [
                "act",
                "answer",
                "bring_evidence",
                "confirm",
                "lead_audits",
                "manage_buyers",
                "manage_findings",
                "manage_people",
                "manage_sites",
                "order_reports",
                "plan_audits",
                "publish",
                "raise_finding",
                "read",
                "read_trail",
                "see_readiness",
                "verify",
            ],
            "lead_auditor": [
                "answer",
                "bring_evidence",
                "lead_audits",
                "order_reports",
                "plan_audits",
                "raise_finding",
                "read",
                "read_trail",
                "see_readiness",
                "verify",
            ],
            "auditor": [
                "answer",
                "bring_evidence",
                "order_reports",
                "raise_finding",
                "read",
                "see_readiness",
            ],
            "quality_lead": [
                "act",
                "bring_evidence",
                "manage_findings",
                "order_reports",
                "raise_finding",
                "read",
                "read_trail",
                "see_readiness",
                "verify",
            ],
            "action_owner": ["act", "bring_evidence", "read", "see_readiness"],
            "executive": ["order_reports", "read", "read_trail", "see_readiness"],
            "guest": ["confirm", "see_readiness"],
        }
    )


def test_an_administrator_may_all():
    assert ABILITIES[Role.ADMIN] == set(Ability)


def test_every_ability_is_asked_somewhere():
    """Checklists and programmes are published by commands alone."""
    assert set(Ability) - set(policy.rows().values()) == {Ability.PUBLISH}


@pytest.mark.parametrize(
    ("where", "seen"),
    [
        ({"site_id": "site"}, "100"),
        ({"supplier_id": "site"}, "110"),
        ({}, "111"),
        ({"site_id": "foreign_site"}, "001"),
        ({"supplier_id": "foreign_site", "site_id": "site"}, "100"),
    ],
)
def test_a_role_covers_the_places_it_was_given_for(request, where, seen):
    place = request.getfixturevalue
    ids = {n: getattr(place(v), n.replace("site_id", "id")) for n, v in where.items()}
    granted = Granted(Role.AUDITOR, **ids)
    places = map(place, ("site", "other_site", "foreign_site"))
    assert "".join("01"[granted.covers(one)] for one in places) == seen


class Ground:
    """One of each thing at the site, and how to name it in an address."""

    def __init__(self, **things):
        self.things = things

    def address(self, path, *, real=True):
        room = path.removeprefix("/api/v1").split("/")[1]
        named = {"ref": f"{room}.ref", "id": f"{room}.id"}
        for name in [part[1:-1] for part in path.split("/") if part.startswith("{")]:
            thing = self.things.get(named.get(name, name), new_id())
            path = path.replace(f"{{{name}}}", str(thing if real else self.stranger(name)), 1)
        return path

    @staticmethod
    def stranger(name):
        return {"ref": "X-9999", "code": "XX-99", "item": "XXX-XXX-999"}.get(name, new_id())


@pytest.fixture
def ground(session, settings, site, washrooms, finding, failed, action, pack_version, wei, gil, at):
    stored = store(Files(settings.files), PNG, "puddle.png")
    file = bring_evidence(session, site, stored, id=new_id(), by=wei, at=at)
    report = order_report(
        session, site, pack_version, kind="executive", lang="en", as_of=at, by=wei, at=at
    )
    session.commit()
    grant = session.get(Grant, grants_of(session, [gil.id])[gil.id][0].id)
    session.commit()
    things = {
        "code": site.code,
        "findings.ref": finding.ref,
        "audits.ref": "A-0001",
        "reports.ref": report.ref,
        "audit_id": failed.audit_id,
        "answer_id": failed.id,
        "evidence_id": file.id,
        "action_id": action.id,
        "zone_id": washrooms[2].id,
        "people.id": gil.id,
        "grant_id": grant.id,
    }
    return Ground(**things)


@pytest.fixture
def client(app):
    """Tells a crash as a status, so that every crash is told at once."""
    return TestClient(
        app,
        base_url="http://127.0.0.1:8000",
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
        raise_server_exceptions=False,
    )


@pytest.fixture
def routes(app):
    """(name, need, method, path): the one that ends the sign-in comes last."""
    found = [
        (policy.name_of(c.endpoint), policy.needed(c.endpoint), method, c.path)
        for c in iter_route_contexts(app.routes)
        if getattr(c, "endpoint", None)
        for method in sorted(c.methods)
    ]
    return sorted(found, key=lambda row: row[0] == LAST)


AT_A_SITE = ("{code}", "{ref}", "{audit_id}", "{answer_id}", "{evidence_id}")
IN_THE_BODY = {  # these say their place there, and nothing is sent
    "answers.api.save",
    "audits.routes.plan",
    "evidence.api.bring",
    "findings.routes.raise_free_one",
    "practices.routes.tell",
    "reports.routes.create",
}
NEVER_DONE = {"reminders.api.wake_up", "reminders.routes.wake"}  # these undo what nobody has done


def fits(status, who, route, need, method, path, place):
    """Is this what the policy says? None asks nothing but that the house stands."""
    if need == policy.PUBLIC:
        return status not in {401, 403} and status < 500
    if who is None:
        return status == 401 or (status == 303 and method == "GET" and "/api/" not in path)
    if need != policy.SIGNED_IN and not who.may_somewhere(Ability(need)):
        return status == 403
    if need != policy.SIGNED_IN and _is_at_a_site(route, path):
        if not any(grant.covers(place) for grant in who.grants):
            return status == 404
        if not who.may(Ability(need), place):
            return status == 403
    let_in = {404} if route in IN_THE_BODY | NEVER_DONE or not _is_there(path) else set()
    return status not in ({401, 403, 404} - let_in) and status < 500


def _is_at_a_site(route, path):
    return route not in IN_THE_BODY and any(name in path for name in AT_A_SITE)


def _is_there(path):
    """Not: my tokens, drawn files, and all that the ground does not hold."""
    known = [*AT_A_SITE, "{action_id}", "{zone_id}", "{grant_id}", "/people/{id}"]
    rest = path
    for name in known:
        rest = rest.replace(name, "")
    return "{" not in rest and not path.endswith(("/file", "/picture", "/thumb"))


@pytest.mark.parametrize(
    "name", ["omar", *(pytest.param(who, marks=pytest.mark.any_engine) for who in OTHERS)]
)
def test_every_route_keeps_to_the_policy(name, request, client, routes, ground, signed_in, site):
    who = request.getfixturevalue(name) if name else None
    headers = signed_in(who) if who else {"cookie": "shortlist=guessed"}
    wrong = []
    for route, need, method, path in routes:
        status = client.request(method, ground.address(path), headers=headers).status_code
        if not fits(status, who, route, need, method, path, site):
            wrong.append(f"{method} {path} ({route}, {need}): {status}")
    assert not wrong, "\n".join(wrong)


def test_what_is_elsewhere_looks_like_what_is_not(client, routes, ground, signed_in, zoe):
    """Zoe is an auditor, but of another supplier: she learns nothing, not even that it is there."""
    headers, seen = signed_in(zoe), 0
    for route, need, method, path in routes:
        public = need in {policy.PUBLIC, policy.SIGNED_IN}
        if public or not zoe.may_somewhere(Ability(need)) or not _is_at_a_site(route, path):
            continue
        real, none = (
            client.request(method, ground.address(path, real=real), headers=headers)
            for real in (True, False)
        )
        assert (real.status_code, none.status_code) == (404, 404), (method, path)
        assert _said(real) == _said(none), (method, path)
        seen += 1
    assert seen > 10


def _said(response):
    """The body without the address that was asked for, which a page repeats in its links."""
    if "json" in response.headers["content-type"]:
        return response.json()
    return response.text.replace(response.request.url.path, "")
