"""The database lets every kind of report in, on whatever paper, and nothing else."""

import pytest
import sqlalchemy as sa

from app.reports.rules import ReportKind


@pytest.mark.parametrize("kind", ReportKind)
def test_an_order_of_each_kind_is_kept(empty_database, kind):
    assert refusal(empty_database, kind=kind) == "foreign key"


@pytest.mark.parametrize(
    "wrong", [{"kind": "novel"}, {"paper": "papyrus"}, {"status": "asleep"}], ids=str
)
def test_what_is_no_report_is_refused(empty_database, wrong):
    assert refusal(empty_database, **wrong) == "check"


def refusal(database, **told):
    """Why a row is not kept that names no site: for that alone, if nothing else is wrong."""
    row = {
        "id": "0" * 32, "ref": "R-1", "kind": "gap", "lang": "en", "site_id": "1" * 32,
        "pack_version_id": "2" * 32, "as_of": "2026-01-01 00:00:00", "paper": "a4",
        "known_at": "2026-01-01 00:00:00", "status": "queued", "progress": 0, "step": "",
        "tries": 0, "asked_by": "Ines", "asked_at": "2026-01-01 00:00:00", "trail_root": "",
        "error": "",
    } | told  # fmt: skip
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    insert = sa.text(f"INSERT INTO report ({names}) VALUES ({places})")
    with database.writing() as session, pytest.raises(sa.exc.IntegrityError) as refused:
        session.connection().execute(insert, row)
    said = str(refused.value.orig).lower()
    return "check" if "check" in said else "foreign key" if "foreign key" in said else said
