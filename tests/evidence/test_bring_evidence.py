import struct
import zlib
from hashlib import sha256
from importlib import import_module
from io import BytesIO

import pytest
from PIL import Image

from app.evidence.changes import store
from app.evidence.files import Files
from app.evidence.queries import with_id
from app.kit.errors import Invalid, TooLarge, Unsupported
from app.kit.ids import new_id
from app.trail.queries import entries

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "files")


@pytest.fixture
def put(browser, signed_in, ines, site):
    def send(content, *, id=None, name="puddle.jpg", who=ines, at=site):
        address = f"/api/v1/evidence/{id or new_id()}"
        query = {"site": str(at.id), "name": name}
        return browser.put(address, content=content, params=query, headers=signed_in(who))

    return send


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_is_kept_to_the_byte(put, app, kind):
    content = photo(kind)
    reply = put(content, name=f"puddle.{kind.lower()}")
    assert reply.status_code == 201
    digest = sha256(content).hexdigest()
    assert reply.json()["sha256"] == digest
    assert app.state.files.read(digest) == content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_its_copies_say_nothing_of_where_it_was_taken(files, kind):
    stored = store(files, photo(kind, secret="N 22.54, E 114.05"), "puddle.jpg")
    assert b"114.05" in files.read(stored.sha256)
    for copy in ("picture", "thumb"):
        content = files.read(f"{stored.sha256}.{copy}")
        assert b"114.05" not in content
        assert not Image.open(BytesIO(content)).getexif()


def test_its_copies_stand_upright_and_small(files):
    turned = Image.Exif()
    turned[0x0112] = 6
    stored = store(files, photo("JPEG", size=(2000, 1000), exif=turned), "puddle.jpg")
    for copy, size in (("picture", (800, 1600)), ("thumb", (120, 240))):
        assert Image.open(BytesIO(files.read(f"{stored.sha256}.{copy}"))).size == size


def test_a_document_has_no_copies(files):
    stored = store(files, PDF, "certificate.pdf")
    assert stored.media_type == "application/pdf"
    assert not files.has(f"{stored.sha256}.thumb")


def test_the_same_bytes_are_kept_once(files):
    first, again = (store(files, PDF, name) for name in ("a.pdf", "b.pdf"))
    assert first.sha256 == again.sha256
    assert sum(path.is_file() for path in files.root.rglob("*")) == 1


def test_a_file_half_written_is_no_file(files, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.keep(PDF)
    assert not [path for path in files.root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "refusal", "said"),
    [
        (b"", Invalid, "puddle.jpg is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Unsupported, "puddle.jpg is not a photo"),
        (b"<!doctype html><script>1</script>", Unsupported, "puddle.jpg is not a photo"),
        (b"MZ" + b"\0" * 300, Unsupported, "puddle.jpg is not a photo"),
        (b"GIF89a" + b"\0" * 300, Unsupported, "puddle.jpg is not a photo"),
        (b"PK\x03\x04" + b"\0" * 300, Unsupported, "puddle.jpg is not a photo"),
        (b"\xff\xd8\xff\xe0torn", Invalid, "puddle.jpg cannot be opened as a photo"),
    ],
)
def test_the_first_bytes_count_not_the_name(files, content, refusal, said):
    with pytest.raises(refusal, match=said):
        store(files, content, "puddle.jpg")
    assert not files.root.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_half_a_photo_is_refused(files, kind):
    whole = photo(kind, size=(640, 480))
    with pytest.raises(Invalid, match="cannot be opened as a photo; take it again"):
        store(files, whole[: len(whole) // 2], "puddle.jpg")


def test_half_a_photo_is_refused_beside_a_drawer(files):
    """WeasyPrint tells Pillow to take half a photo, for the whole process."""
    import_module("app.reports.draw")
    test_half_a_photo_is_refused(files, "JPEG")


@pytest.mark.parametrize("side", [7_100, 9_500, 30_000, 100_000])
def test_a_bomb_is_known_by_its_header(files, side):
    with pytest.raises(TooLarge, match=r"puddle\.png has more than 50 million pixels"):
        store(files, bomb(side, side), "puddle.png")


def test_sent_twice_it_stands_once(put, look):
    mine, content = new_id(), photo("JPEG")
    first, again = put(content, id=mine), put(content, id=mine)
    assert first.json() == again.json()
    told = look(entries, sites=None, action="evidence.brought")
    assert [entry.subject for entry, _payload in told] == ["puddle.jpg"]


def test_the_same_id_for_other_bytes_is_refused(put, look, nothing_changes):
    mine, first = new_id(), photo("JPEG")
    put(first, id=mine)
    with nothing_changes():
        reply = put(PDF, id=mine)
    assert reply.status_code == 409
    assert reply.json()["detail"] == "This id is already used for another file."
    assert look(with_id, mine).sha256 == sha256(first).hexdigest()


def test_the_same_id_at_another_site_is_refused(put, other_site, omar, nothing_changes):
    mine, content = new_id(), photo("JPEG")
    put(content, id=mine)
    with nothing_changes():
        assert put(content, id=mine, who=omar, at=other_site).status_code == 409


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 422), (b"plain words", 415), (b"\xff\xd8\xff\xe0torn", 422)],
)
def test_the_api_says_what_is_wrong_with_a_file(put, content, status, app, nothing_changes):
    with nothing_changes():
        reply = put(content)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert not app.state.files.root.exists()


def test_the_api_refuses_a_bomb(put, nothing_changes):
    with nothing_changes():
        assert put(bomb(9_500, 9_500), name="puddle.png").status_code == 413


def test_more_bytes_than_the_setting_allows_are_refused(put, settings, nothing_changes):
    with nothing_changes():
        reply = put(b"\xff" * (settings.max_upload_mb * 1024 * 1024 + 5_000))
    assert reply.status_code == 413


def test_a_site_that_one_may_not_see_is_not_known(put, foreign_site, nothing_changes):
    with nothing_changes():
        reply = put(photo("JPEG"), at=foreign_site)
    assert reply.status_code == 404


@pytest.mark.parametrize("who", ["diana", "gil"])
def test_who_only_reads_brings_nothing(put, request, who, app, nothing_changes):
    with nothing_changes():
        assert put(photo("JPEG"), who=request.getfixturevalue(who)).status_code == 403
    assert not app.state.files.root.exists()


@pytest.mark.parametrize(
    "query", ["", "?site=x&name=a.jpg", "?name=a.jpg", "?site={site}", "?site={site}&name="]
)
def test_what_must_be_said_is_asked_for(browser, signed_in, ines, site, query, nothing_changes):
    address = f"/api/v1/evidence/{new_id()}" + query.format(site=site.id)
    with nothing_changes():
        reply = browser.put(address, content=photo("JPEG"), headers=signed_in(ines))
    assert reply.status_code == 422


def photo(kind, *, size=(64, 48), secret=None, exif=None):
    exif = exif or Image.Exif()
    if secret:
        exif[0x010E] = secret
        exif.get_ifd(0x8825)[1] = "N"
    more = {"comment": secret.encode()} if secret and kind == "JPEG" else {}
    out = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind, exif=exif.tobytes(), **more)
    return out.getvalue()


def bomb(width, height):
    """A picture of few bytes that says it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1_000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    )
