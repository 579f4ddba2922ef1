import pytest
import sqlalchemy as sa
from alembic import command
from alembic.util.exc import CommandError

from app.answers.models import AnswerEvidence, NaApproval
from app.evidence.models import Evidence
from app.kit import migrations
from app.kit.ids import new_id
from app.tables import TABLES, metadata

KEPT_FOR_GOOD = ("answer", "answer_evidence", "edition", "na_approval", "pack_version", "trail")


def check(database):
    with database.engine.begin() as connection:
        command.check(migrations.configured(connection))


def test_from_nothing_to_the_newest(empty_database):
    assert migrations.revision(empty_database) == migrations.newest()


def test_a_second_upgrade_changes_nothing(empty_database):
    migrations.upgrade(empty_database)
    assert migrations.revision(empty_database) == migrations.newest()


def test_the_tables_are_what_the_models_say(empty_database):
    check(empty_database)


def test_a_table_that_differs_is_found(empty_database):
    with empty_database.writing() as session:
        session.connection().exec_driver_sql("DROP TABLE failed_sign_in")
        session.commit()
    with pytest.raises(CommandError, match="failed_sign_in"):
        check(empty_database)


def test_every_table_is_named_once():
    assert {table.__table__.name for table in TABLES} == set(metadata.tables)
    assert len(TABLES) == len(set(TABLES))


@pytest.mark.parametrize("table", KEPT_FOR_GOOD)
@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_is_kept_for_good_cannot_be_changed(database, failed, table, deed):
    column = next(iter(metadata.tables[table].columns)).name
    _fill(database, table, failed)
    with database.writing() as session:
        connection = session.connection()
        before = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
        assert before
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.exec_driver_sql(deed.format(table, column, column))


def _fill(database, table, answer):
    """A row for the two tables that the cast leaves empty."""
    with database.writing() as session:
        if table == "answer_evidence":
            file = Evidence(
                id=new_id(),
                sha256="0" * 64,
                media_type="image/png",
                size=1,
                name="puddle.png",
                site_id=answer.site_id,
                at=answer.recorded_at,
            )
            session.add(file)
            session.flush()
            session.add(AnswerEvidence(answer_id=answer.id, evidence_id=file.id))
        if table == "na_approval":
            said = {"by_id": answer.by_id, "by_name": "Ines", "at": answer.recorded_at}
            session.add(NaApproval(answer_id=answer.id, **said))
        session.commit()
