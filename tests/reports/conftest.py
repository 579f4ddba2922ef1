from datetime import timedelta
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.reports.changes import Subject, order_report
from app.reports.gather import gather
from app.reports.parts import FULL
from app.reports.press import Job, Limits, draw
from app.reports.rules import ReportKind
from tests.reports import documents

PATIENT = Limits(wall_seconds=300, cpu_seconds=120)  # however busy the machine is


def drawn(folder, document, *, photos=False, full=FULL):
    assets = documents.photos(folder, document) if photos else {}
    result = draw(
        Job(out=folder / "report.pdf", document=document, assets=assets, full=full), limits=PATIENT
    )
    assert result.warnings == ()
    return result


def read(result):
    return PdfReader(BytesIO(result.path.read_bytes()))


@cache
def texts(result):
    return [page.extract_text() for page in read(result).pages]


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """`made(plan_document, "en")`: what it makes, and the report that is drawn of it just once."""

    @cache
    def once(maker, lang, full):
        document, folder = maker(lang), tmp_path_factory.mktemp("made")
        return document, drawn(folder, document, photos=hasattr(document, "photos"), full=full)

    return lambda maker, lang, full=FULL: once(maker, lang, full)


@pytest.fixture(scope="session")
def executive(made):
    return made(documents.executive, "en")[1]


def short_gap(lang):
    return documents.gap(lang, 24, photos=8)


@pytest.fixture(scope="session")
def gap_document():
    return short_gap("zh")


@pytest.fixture(scope="session")
def gap(made):
    return made(short_gap, "zh")[1]


@pytest.fixture
def told(session, site, pack_version, diana, at):
    """`told("plan")`: the document of a report as it would be ordered three hours after `at`."""

    def tell(kind, *, at=at + timedelta(hours=3), audit=None, lang="en", **of):
        row = order_report(
            session,
            site,
            pack_version,
            kind=ReportKind(kind),
            lang=lang,
            as_of=at,
            by=diana,
            at=at,
            audit_id=audit.id if audit else None,
            of=Subject(**of),
        )
        document = gather(session, row, "https://shortlist.example")
        session.commit()
        return document

    return tell
