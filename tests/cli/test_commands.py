"""The `shortlist` command, as its own process sees it: output, files, exit status."""

import json
import shutil
import socket

import pytest
from typer.testing import CliRunner

from app import cli
from app.checklists.queries import editions
from app.kit.errors import Conflict
from app.kit.settings import ROOT
from app.programmes.queries import newest
from app.serving import furnish, only_server, opened, refuse_taken


@pytest.fixture
def run(home):
    runner = CliRunner()

    def command(*words, typed=None):
        return runner.invoke(cli.app, list(words), input=typed)

    return command


def test_help_names_every_command(run):
    said = run("--help").output
    for word in ("serve", "report", "backup", "bench", "trail", "checklist", "programme", "person"):
        assert word in said


def test_the_checklist_that_comes_along_has_no_error(run):
    assert run("checklist", "check").exit_code == 0


def test_a_mistake_is_named_and_ends_with_status_1(run, tmp_path):
    folder = tmp_path / "checklists"
    shutil.copytree(ROOT / "checklists", folder)
    file = folder / "12-facilities-living.yaml"
    file.write_text(file.read_text().replace("T069", "T999"))
    result = run("checklist", "check", str(folder), "--format", "json")
    assert result.exit_code == 1
    faults = [fault for fault in json.loads(result.output) if not fault["warning"]]
    assert {fault["file"].split("/")[-1] for fault in faults} == {"12-facilities-living.yaml"}
    assert all(fault["line"] > 1 and fault["mend"] for fault in faults)


def test_publishing_twice_is_one_edition(run):
    first, second = run("checklist", "publish"), run("checklist", "publish")
    assert first.output == second.output
    assert "24 items" in first.output or "items" in first.output


def test_schemas_are_written_where_one_asks(run, tmp_path):
    run("checklist", "schema", str(tmp_path / "schemas"))
    assert json.loads((tmp_path / "schemas" / "category.json").read_text())


def test_programmes_are_checked_and_loaded(run):
    file = str(ROOT / "checklists" / "programmes" / "bt-like.yaml")
    assert "holds" in run("programme", "check", file).output
    assert "sha256" in run("programme", "load", file).output


def test_a_person_can_be_added_once(run):
    words = ("person", "add", "ada@example.org", "--role", "admin", "--name", "Ada")
    secret = "a long enough secret\n"
    assert "can sign in" in run(*words, typed=secret * 2).output
    again = run(*words, typed=secret * 2)
    assert again.exit_code != 0


def test_a_backup_holds_database_files_and_their_hashes(run, published, tmp_path):
    to = tmp_path / "backup"
    assert run("backup", str(to)).exit_code == 0
    manifest = json.loads((to / "manifest.json").read_text())
    assert manifest["database"] == "shortlist.db"
    assert set(manifest["sha256"]) == {"shortlist.db"}
    assert run("backup", str(to)).exit_code != 0


def test_the_trail_is_recomputed(run, published):
    assert "1 entries hold" in run("trail").output


def test_a_report_of_an_audit_that_is_not_there_is_refused(run, published, tmp_path):
    result = run("report", "A-9999", "--out", str(tmp_path / "x.pdf"))
    assert result.exit_code != 0
    assert "There is no audit A-9999 here." in str(result.exception)
    assert not (tmp_path / "x.pdf").exists()


def test_a_new_installation_gets_checklist_and_programmes_once(settings):
    with opened(settings) as database:
        furnish(database, settings, lambda *_told: None)
        furnish(database, settings, lambda *_told: None)
        with database.reading() as session:
            assert len(editions(session)) == 1
            assert {row.pack for row in newest(session)} >= {"bt-like", "vodafone-like"}


def test_a_second_server_on_the_same_data_is_refused(settings):
    with (
        only_server(settings),
        pytest.raises(Conflict, match="already serving"),
        only_server(settings),
    ):
        pass


def test_a_taken_port_is_named_with_another(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Conflict, match=f"--port {port + 1}"):
            refuse_taken("127.0.0.1", port)
