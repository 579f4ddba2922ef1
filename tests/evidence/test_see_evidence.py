from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from app.evidence.changes import bring_evidence, store
from app.kit.ids import new_id

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def brought(app, session, site, ines, at):
    def bring(content, name):
        stored = store(app.state.files, content, name)
        row = bring_evidence(session, site, stored, id=new_id(), by=ines, at=at)
        session.commit()
        return f"/api/v1/evidence/{row.id}"

    return bring


@pytest.fixture
def photo():
    out = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "PNG")
    return out.getvalue()


def test_the_file_comes_down_as_it_went_up(browser, signed_in, chen, brought, photo):
    reply = browser.get(f"{brought(photo, 'trap.png')}/file", headers=signed_in(chen))
    assert sha256(reply.content).digest() == sha256(photo).digest()
    assert reply.headers["content-type"] == "image/png"


def test_it_can_do_nothing_in_a_browser(browser, signed_in, chen, brought, photo):
    address = brought(photo, "trap.png")
    for part in ("file", "picture", "thumb"):
        headers = browser.get(f"{address}/{part}", headers=signed_in(chen)).headers
        assert headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["trap.png", "陷阱 1.png", 'a"b.png', "a\r\nSet-Cookie: x=1.png", "../../etc/passwd"]
)
def test_it_is_always_a_download_under_its_name(browser, signed_in, chen, brought, photo, name):
    reply = browser.get(f"{brought(photo, name)}/file", headers=signed_in(chen))
    assert reply.headers["content-disposition"].startswith("attachment; filename")
    assert "set-cookie" not in reply.headers


def test_the_copies_are_pictures_of_our_own_making(browser, signed_in, chen, brought, photo):
    address = brought(photo, "trap.png")
    for part, size in (("picture", (640, 480)), ("thumb", (240, 180))):
        reply = browser.get(f"{address}/{part}", headers=signed_in(chen))
        assert reply.headers["content-type"] == "image/jpeg"
        assert Image.open(BytesIO(reply.content)).size == size


def test_a_document_has_no_picture(browser, signed_in, chen, brought):
    reply = browser.get(f"{brought(PDF, 'certificate.pdf')}/thumb", headers=signed_in(chen))
    assert reply.status_code == 404
    assert reply.json()["detail"] == "This file has no picture to show."


@pytest.mark.parametrize("part", ["file", "picture", "thumb"])
def test_elsewhere_it_is_not_known(browser, signed_in, zoe, brought, photo, part):
    known = browser.get(f"{brought(photo, 'trap.png')}/{part}", headers=signed_in(zoe))
    unknown = browser.get(f"/api/v1/evidence/{new_id()}/{part}", headers=signed_in(zoe))
    assert known.status_code == unknown.status_code == 404
    assert known.json() == unknown.json()


def test_a_guest_sees_none(browser, signed_in, gil, brought, photo):
    reply = browser.get(f"{brought(photo, 'trap.png')}/thumb", headers=signed_in(gil))
    assert reply.status_code == 403


def test_nobody_sees_it_unsigned(browser, brought, photo):
    assert browser.get(f"{brought(photo, 'trap.png')}/file").status_code == 401
