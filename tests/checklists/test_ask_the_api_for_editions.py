import pytest

EDITIONS = "/api/v1/editions"
NONE = "018f0000-0000-7000-8000-000000000000"  # one name in every process, or xdist stumbles


@pytest.fixture
def url(published):
    return f"{EDITIONS}/{published.id}"


def test_every_edition_is_listed(reader, published):
    (listed,) = reader.get(EDITIONS).json()
    assert (listed["id"], listed["sha256"]) == (str(published.id), published.sha256)
    assert listed["items"] == published.items


def test_an_edition_shows_its_frame(reader, url, edition):
    told = reader.get(url).json()
    assert [category["id"] for category in told["categories"]] == [
        category.id for category in edition.categories
    ]
    assert told["categories"][0]["sections"][0]["items"] == ["LGV-REV-004"]
    assert told["vocabulary"]["zones"]["washroom"]["zh"] == "洗手间"


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"q": "puddle"}, ["FAC-WSH-001"]),
        ({"q": "洗手间"}, ["FAC-WSH-001"]),
        ({"category": "12-facilities-living"}, ["FAC-WSH-001", "FAC-DRM-004"]),
        ({"section": "washrooms"}, ["FAC-WSH-001"]),
        ({"method": "timed_spot_check", "severity": "critical"}, ["OHS-EYE-003"]),
        ({"knock_out": True}, ["SFC-FIN-001", "LHR-FRC-002"]),
        ({"trait": "has_dormitory"}, ["FAC-DRM-004"]),
        ({"q": "nothing of the kind"}, []),
    ],
)
def test_items_are_filtered(reader, url, asked, ids):
    told = reader.get(f"{url}/items", params=asked).json()
    assert [item["id"] for item in told["items"]] == ids
    assert told["total"] == len(ids)


def test_items_are_given_in_parts(reader, url, edition):
    told = reader.get(f"{url}/items", params={"offset": 2, "limit": 3}).json()
    assert [item["id"] for item in told["items"]] == [item.id for item in edition.items[2:5]]
    assert told["total"] == len(edition.items)


def test_an_item_is_told_with_its_sources(reader, url):
    item = reader.get(f"{url}/items/FAC-WSH-001").json()
    assert item["citations"][1] == {
        "std": "rba-8.0",
        "clause": "B7",
        "cited": "RBA 8.0 B7",
        "heading": "Sanitation, Food, and Housing",
    }
    assert item["thresholds"][0]["source"] == "BT account"
    assert item["timer"] == {"seconds": 900}
    assert item["sample"]["accept"] == 0
    assert item["text"]["zh"]["title"] == "15分钟内地面无积水"
    bed = reader.get(f"{url}/items/FAC-DRM-004").json()
    assert (bed["measure"]["limit"], bed["traits"]) == ("5.0", ["has_dormitory"])


@pytest.mark.parametrize("path", [NONE, f"{NONE}/items", f"{NONE}/items/A"])
def test_what_is_not_there_is_a_problem(reader, published, path):
    answer = reader.get(f"{EDITIONS}/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_item_that_is_not_there_is_named(reader, url):
    answer = reader.get(f"{url}/items/XXX-XXX-000")
    assert (answer.status_code, "XXX-XXX-000" in answer.json()["detail"]) == (404, True)


@pytest.mark.parametrize("asked", [{"method": "astrology"}, {"limit": 0}, {"offset": -1}])
def test_a_filter_that_is_not_known_is_refused(reader, url, asked):
    assert reader.get(f"{url}/items", params=asked).status_code == 422
