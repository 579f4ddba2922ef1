"""One page orders each kind, from wherever one stands."""

import pytest


@pytest.fixture
def opened(browser, signed_in, diana, audit):
    def ask(query="", who=diana):
        return browser.get(f"/reports/new{query}", headers=signed_in(who))

    return ask


def test_of_a_finding_there_is_the_dossier(opened, finding):
    page = opened(f"?finding={finding.ref}").text
    assert 'name="kind" value="dossier"' in page
    assert str(finding.id) in page


def test_of_an_audit_the_sheet_comes_first(opened, audit):
    page = opened(f"?audit={audit.ref}").text
    assert page.index("Closing-meeting sheet") < page.index("Gap report")
    assert str(audit.id) in page


def test_since_an_earlier_report_the_changes(opened, browser, signed_in, diana, site, audit):
    body = {"kind": "gap", "lang": "en", "site": str(site.id)}
    headers = signed_in(diana)
    ref = browser.post("/api/v1/reports", json=body, headers=headers).json()["ref"]
    page = opened(f"?since={ref}").text
    assert 'name="kind" value="delta"' in page


def test_of_a_site_any_kind_that_needs_no_more(opened, site):
    page = opened(f"?site={site.code}").text
    for kind in ("executive", "gap", "plan", "delta"):
        assert f'<option value="{kind}"' in page
    assert 'value="dossier"' not in page


@pytest.mark.parametrize("query", ["?finding=F-9", "?audit=A-9", "?since=R-9", "?site=XX-9"])
def test_what_is_not_there_is_not_found(opened, query):
    assert opened(query).status_code == 404


def test_a_guest_orders_nothing(opened, gil, finding):
    assert opened(f"?finding={finding.ref}", who=gil).status_code == 403
