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
def executive(tmp_path_factory):
    return drawn(tmp_path_factory.mktemp("executive"), documents.executive("en"))


@pytest.fixture(scope="session")
def gap_document():
    return documents.gap("zh", 24, photos=8)


@pytest.fixture(scope="session")
def gap(tmp_path_factory, gap_document):
    return drawn(tmp_path_factory.mktemp("gap"), gap_document, photos=True)


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
