import pytest

from app.remediation.queries import filters


@pytest.fixture
def saved(browser, signed_in):
    def save(who, name="Late ones", asked="shown=overdue&class=critical", **said):
        data = {"name": name, "asked": asked} | said
        return browser.post("/findings/filters", data=data, headers=signed_in(who))

    return save


def test_it_is_found_again_by_its_name(saved, show, wei, several):
    reply = saved(wei)
    assert reply.headers["location"] == "/findings?shown=overdue&class=critical"
    assert 'href="/findings?shown=overdue&amp;class=critical"' in show("/findings", wei)


def test_it_is_its_owners_alone(saved, look, wei, marta, several):
    saved(wei)
    assert [one.name for one in look(filters, wei)] == ["Late ones"]
    assert look(filters, marta) == []


def test_shared_it_is_found_by_whoever_sees_the_supplier(saved, look, wei, ines, zoe, supplier):
    saved(wei, supplier=str(supplier.id))
    assert [one.name for one in look(filters, ines)] == ["Late ones"]
    assert look(filters, zoe) == []


def test_it_cannot_be_shared_where_one_sees_nothing(saved, look, wei, zoe, foreign_site):
    saved(wei, supplier=str(foreign_site.supplier_id))
    assert look(filters, zoe) == []


def test_the_same_name_means_the_newer_filter(saved, look, wei):
    saved(wei)
    saved(wei, asked="mine=true")
    assert [one.asked for one in look(filters, wei)] == ["mine=true"]


def test_what_no_filter_knows_is_not_kept(saved, look, wei):
    saved(wei, asked="mine=true&page=4&evil=%22x")
    assert [one.asked for one in look(filters, wei)] == ["mine=true"]


def test_nor_a_value_that_no_filter_knows(saved, look, wei):
    saved(wei, asked="mine=true&class=bogus&sort=x&age=9")
    assert [one.asked for one in look(filters, wei)] == ["mine=true"]


def test_a_name_that_is_too_short_is_named(saved, wei):
    reply = saved(wei, name="x")
    assert reply.status_code == 422
    assert "Too short: at least 2 characters." in reply.text


def test_only_its_owner_forgets_it(saved, browser, signed_in, look, wei, ines, supplier):
    saved(wei, supplier=str(supplier.id))
    [one] = look(filters, wei)
    path = f"/findings/filters/{one.id}/removal"
    assert browser.post(path, headers=signed_in(ines)).status_code == 404
    assert look(filters, wei)
    assert browser.post(path, headers=signed_in(wei)).status_code == 303
    assert look(filters, wei) == []
