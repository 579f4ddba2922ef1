"""A backup comes back as it was, or not at all."""

import json
import shutil
import sqlite3
from hashlib import sha256

import pytest

from tests.cli.conftest import said


@pytest.fixture
def run(home):
    return said


@pytest.fixture(scope="module")
def first(first_home, tmp_path_factory):
    """A home with a checklist and one file, and its backup: each test has a copy of both."""
    folder = tmp_path_factory.mktemp("backed-up")
    shutil.copytree(first_home, folder / "home")
    digest = sha256(b"a photo").hexdigest()
    kept = folder / "home" / "files" / digest[:2] / digest
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a photo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHORTLIST_HOME", str(folder / "home"))
        assert said("backup", folder / "kept").exit_code == 0
    return folder


@pytest.fixture
def backup(first, home, tmp_path):
    shutil.copytree(first / "home", home)
    return shutil.copytree(first / "kept", tmp_path / "kept")


def told(result):
    return str(result.exception) if result.exception else result.output


def test_an_empty_home_gets_all_of_it(run, home, backup, monkeypatch, tmp_path):
    monkeypatch.setenv("SHORTLIST_HOME", str(tmp_path / "new"))
    result = run("restore", backup)
    assert result.exit_code == 0
    assert "1 files are whole" in result.output
    assert "1 entries of the trail hold" in result.output
    assert "1 entries hold" in run("trail").output
    (file,) = (tmp_path / "new" / "files").glob("??/*")
    assert file.read_bytes() == b"a photo"


def test_a_home_that_holds_data_is_refused_and_stays(run, home, backup):
    before = (home / "shortlist.db").read_bytes()
    result = run("restore", backup)
    assert result.exit_code != 0
    assert "holds data already" in told(result)
    assert (home / "shortlist.db").read_bytes() == before


def test_over_it_the_old_one_is_kept_aside(run, home, backup):
    (home / "files" / "later").write_text("since the backup")
    result = run("restore", backup, "--over")
    assert result.exit_code == 0
    (aside,) = home.glob("before-*")
    assert (aside / "shortlist.db").exists()
    assert (aside / "files" / "later").read_text() == "since the backup"
    assert not (home / "files" / "later").exists()
    assert str(aside) in result.output.replace("\n", "")


def test_verify_alone_touches_nothing(run, home, backup):
    before = sorted(path for path in home.rglob("*"))
    result = run("restore", backup, "--verify")
    assert result.exit_code == 0
    assert "Restored" not in result.output
    assert sorted(path for path in home.rglob("*")) == before


def spoil(backup, name, change):
    """Changes a file and says its new hash in the manifest, as somebody with intent would."""
    change(backup / name)
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["sha256"][name] = sha256((backup / name).read_bytes()).hexdigest()
    (backup / "manifest.json").write_text(json.dumps(manifest))


def in_sql(*statements):
    def change(path):
        with sqlite3.connect(path) as connection:
            for one in statements:
                connection.execute(one)
        connection.close()

    return change


def test_a_file_that_has_changed_is_named(run, backup):
    (file,) = (backup / "files").glob("??/*")
    file.write_bytes(b"another photo")
    assert f"files/{file.parent.name}/{file.name} is not what it was" in told(
        run("restore", backup, "--verify")
    )


def test_a_file_that_is_gone_is_named(run, backup):
    (file,) = (backup / "files").glob("??/*")
    file.unlink()
    assert "is missing from the backup" in told(run("restore", backup, "--verify"))


def test_a_damaged_database_is_not_used(run, backup):
    def scratch(path):
        content = bytearray(path.read_bytes())
        content[8192:12288] = b"\xff" * 4096
        path.write_bytes(content)

    spoil(backup, "shortlist.db", scratch)
    assert "of the backup is damaged" in told(run("restore", backup, "--verify"))


def test_a_trail_that_was_rewritten_is_found_out(run, backup):
    forge = in_sql(
        *(f"DROP TRIGGER {name}" for name in triggers(backup / "shortlist.db", "trail")),
        "UPDATE trail SET actor = 'Somebody else' WHERE seq = 1",
    )
    spoil(backup, "shortlist.db", forge)
    assert "does not hold from entry 1" in told(run("restore", backup, "--verify"))


def triggers(path, table):
    with sqlite3.connect(path) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        found = [name for (name,) in connection.execute(query, (table,))]
    connection.close()
    return found


def test_evidence_that_is_not_there_is_counted(run, backup):
    def bring(path):
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA foreign_keys = 0")
            columns = [row[1:3] for row in connection.execute("PRAGMA table_info(evidence)")]
            given = {"sha256": "0" * 64, "id": "1" * 32, "site_id": "2" * 32}
            names = [name for name, _type in columns]
            values = [given.get(name, 0 if "INT" in kind else "x") for name, kind in columns]
            marks = ", ".join("?" * len(names))
            quoted = ", ".join(f'"{name}"' for name in names)
            connection.execute(f"INSERT INTO evidence ({quoted}) VALUES ({marks})", values)
        connection.close()

    spoil(backup, "shortlist.db", bring)
    assert "not in the backup: 1, such as 0000" in told(run("restore", backup, "--verify"))


def test_what_is_no_backup_is_said(run, tmp_path):
    assert "is no backup" in told(run("restore", tmp_path))


def test_a_backup_of_a_newer_one_is_refused(run, backup):
    manifest = json.loads((backup / "manifest.json").read_text())
    (backup / "manifest.json").write_text(json.dumps(manifest | {"revision": "9999"}))
    assert "newer Shortlist (revision 9999)" in told(run("restore", backup))


def test_one_of_postgresql_says_how_it_comes_back(run, backup):
    manifest = json.loads((backup / "manifest.json").read_text())
    (backup / "manifest.json").write_text(json.dumps(manifest | {"database": "shortlist.dump"}))
    assert "pg_restore" in told(run("restore", backup))
