"""A form of one's own: paper, colour, logo, words, and which parts in which order."""

from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from pydantic import ValidationError

from app.kit.errors import Invalid
from app.kit.settings import ROOT
from app.reports.brand import contrast, plain_logo, refuse_unless_readable
from app.reports.dressing import PART, dressed
from app.reports.forms import FormOfReport
from app.reports.outfit import LOGO, Outfit
from app.reports.press import Job, draw
from app.reports.rules import Paper, ReportKind, usual_paper
from app.reports.sections import SECTIONS
from tests.reports import documents
from tests.reports.conftest import PATIENT, read, texts

PLUM = "#7a1f5c"
HTML = (
    "<style>a { color: #0b5763 }</style><body><h1>x</h1><!--part:-->V<!--part:one-->1"
    "<!--part:two-->2<!--part:-->M</body></html>"
)


def picture(kind="PNG", size=(300, 100), mode="RGBA"):
    out = BytesIO()
    Image.new(mode, size, (122, 31, 92, 128)[: len(mode)]).save(out, kind)
    return out.getvalue()


def test_parts_come_in_the_order_that_was_chosen():
    html = dressed(HTML, Outfit(sections=("two", "one")))
    assert html.partition("<body>")[2] == "<h1>x</h1>V21M</body></html>"


def test_a_part_that_was_not_chosen_is_left_out_and_what_is_fixed_stays():
    html = dressed(HTML, Outfit(sections=()))
    assert html.partition("<body>")[2] == "<h1>x</h1>VM</body></html>"


def test_without_a_choice_all_parts_stand_as_they_came():
    assert dressed(HTML, Outfit()).partition("<body>")[2] == "<h1>x</h1>V12M</body></html>"


def test_the_colour_of_the_brand_takes_the_place_of_ours():
    assert f"color: {PLUM}" in dressed(HTML, Outfit(colour=PLUM))


def test_what_an_order_keeps_gives_the_same_outfit_again():
    outfit = Outfit(
        paper=Paper.LETTER, colour=PLUM, logo="a" * 64, cover={"en": "Hi"}, sections=("one",)
    )
    assert Outfit.of(outfit.plain()) == outfit
    assert Outfit.of(Outfit(sections=()).plain()).sections == ()


def test_paper_is_what_is_usual_in_the_country():
    assert (usual_paper("US"), usual_paper("cn"), usual_paper("")) == (
        Paper.LETTER,
        Paper.A4,
        Paper.A4,
    )


def test_a_colour_that_cannot_be_read_is_refused_with_the_mend():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    refuse_unless_readable(PLUM)
    with pytest.raises(Invalid, match=r"too pale to read: contrast 1.*darker"):
        refuse_unless_readable("#ffd700")


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_part_that_can_be_chosen_has_its_mark_and_every_mark_its_name(kind):
    template = (ROOT / "reports" / f"{kind}.html").read_text("utf-8")
    assert [name for name in PART.findall(template) if name] == [*SECTIONS[kind]]


def test_a_part_that_no_report_has_is_refused():
    with pytest.raises(ValidationError):
        FormOfReport(name="x", sections={ReportKind.GAP: ["nonsense"]})


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_kept_as_nothing_but_its_picture(kind):
    content = plain_logo(picture(kind, mode="RGB") + b"<script>canary</script>")
    assert b"canary" not in content
    with Image.open(BytesIO(content)) as image:
        assert (image.format, image.size) == ("PNG", (300, 100))


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"%PDF-1.7", b"\x89PNG"],
)
def test_what_is_no_picture_is_refused_as_a_logo(content):
    with pytest.raises(Invalid, match="PNG, JPEG or WebP"):
        plain_logo(content)


def test_a_report_wears_its_form(tmp_path):
    logo = tmp_path / "logo.png"
    logo.write_bytes(plain_logo(picture()))
    outfit = Outfit(
        paper=Paper.LETTER,
        colour=PLUM,
        logo="a" * 64,
        cover={"en": "In confidence: for Mill & Sons."},
        footer={"en": "Lanting quality office"},
        sections=("moves", "categories"),
    )
    job = Job(
        out=tmp_path / "r.pdf",
        document=documents.executive("en"),
        outfit=outfit,
        assets={LOGO: logo},
    )
    result = draw(job, limits=PATIENT)
    pages = read(result).pages
    assert result.warnings == ()
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [612, 792]
    told = texts(result)
    assert "In confidence: for Mill & Sons." in told[0]
    assert all("Lanting quality office" in text for text in told)
    assert len(list(pages[0].images)) == 1
    whole = "".join(told)
    assert whole.index("What costs most points") < whole.index("Scores by category")
    assert "Readiness over the rounds" not in whole
    assert "How this was worked out" in whole


def test_a_gap_report_in_parts_leaves_out_what_was_not_chosen(tmp_path):
    document = documents.gap("en", 36)
    outfit = Outfit(sections=("contents", "unseen"))
    result = draw(
        Job(out=tmp_path / "r.pdf", document=document, outfit=outfit, full=12), limits=PATIENT
    )
    whole = "".join(texts(result))
    assert "Register of findings" not in whole
    assert "Annex A" not in whole
    assert "Annex B: not seen" in whole
    assert "Annex C: programme and method" in whole


def test_pages_make_change_and_give_up_a_form(browser, signed_in, omar, site, audit, buyer):
    headers = signed_in(omar)
    here = "/reports/forms"
    url = f"{here}?supplier={site.supplier_id}"
    reply = browser.post(url, data={"name": "For the buyer"}, headers=headers)
    assert reply.status_code == 303, reply.text
    form = reply.headers["location"]
    assert "For the buyer" in browser.get(here, headers=headers).text
    said = {"name": "For the buyer", "version": "1", "executive.glance": "", "executive.moves": "1"}
    pale = browser.post(form, data=said | {"colour": "#ffff00"}, headers=headers)
    assert (pale.status_code, "too pale to read" in pale.text) == (422, True)
    assert browser.post(form, data=said | {"colour": PLUM}, headers=headers).status_code == 303
    assert browser.post(form, data=said, headers=headers).status_code == 409
    logo = {"logo": ("l.png", picture(), "image/png")}
    assert browser.post(f"{form}/logo", files=logo, headers=headers).status_code == 303
    assert browser.get(f"{form}/logo", headers=headers).headers["content-type"] == "image/png"
    order = {"kind": "executive", "lang": "en", "site": str(site.id), "form": form.split("/")[-1]}
    assert browser.post("/reports", data=order, headers=headers).status_code == 303
    told = browser.get("/api/v1/reports/R-0001", headers=headers).json()
    assert told["paper"] == "a4"
    assert browser.post(f"{form}/retirement", headers=headers).status_code == 303
    assert browser.post("/reports", data=order, headers=headers).status_code == 404


def test_who_may_not_shape_them_does_not_find_them(browser, signed_in, diana, site):
    assert browser.get("/reports/forms", headers=signed_in(diana)).status_code == 403
    assert browser.get(f"/reports/forms/{uuid4()}", headers=signed_in(diana)).status_code == 403
