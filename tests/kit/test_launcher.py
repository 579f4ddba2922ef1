import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-setup.lock")


@pytest.fixture
def bare(tmp_path) -> Path:
    """A checkout with a space in its path, on which nothing has been brought yet."""
    copy = tmp_path / "a checkout"
    shutil.copytree(ROOT / "app/kit/setup", copy / "app/kit/setup")
    shutil.copy(ROOT / "shortlist", copy)
    return copy


def run(checkout: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = (checkout / "shortlist", *words)
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603


def path_with_python(folder: Path, answer: str) -> str:
    """A PATH on which each Python says `answer`, and the tools of a shell."""
    folder.mkdir()
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        (folder / name).write_text(f"#!/bin/sh\n{answer}\n")
        (folder / name).chmod(0o755)
    return f"{folder}:{os.defpath}"


def test_help_brings_nothing(bare):
    said = run(bare, "--help", PATH=os.defpath)
    assert said.returncode == 0
    assert "./shortlist serve --demo" in said.stdout
    assert not (bare / ".cache").exists()


def test_an_old_python_is_named(bare, tmp_path):
    path = path_with_python(tmp_path / "bin", '[ "$1" != -V ] || echo Python 3.9.2')
    said = run(bare, "setup", PATH=path)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "Shortlist needs Python 3.11 or newer; here is Python 3.9.2.\n"


def test_no_python_is_named_too(bare, tmp_path):
    path = path_with_python(tmp_path / "bin", "exit 127")
    assert run(bare, "setup", PATH=path).stderr.endswith("here is none.\n")


def test_a_step_that_fails_shows_why_and_stops(bare, tmp_path):
    python = "case $1 in -SEc) echo $0;; *) echo no route to anywhere; exit 1;; esac"
    path = path_with_python(tmp_path / "bin", python)
    (tmp_path / "bin/apt-get").symlink_to("/bin/false")
    (bare / "requirements-setup.lock").touch()
    said = run(bare, "setup", PATH=path)
    assert said.returncode == 1
    assert "failed:" in said.stderr
    assert "no route to anywhere" in said.stderr
    assert said.stderr.endswith(
        "run: sudo apt-get install -y --no-install-recommends python3-pip-whl\n"
    )


def test_a_broken_step_is_tried_again(bare, tmp_path):
    test_a_step_that_fails_shows_why_and_stops(bare, tmp_path)
    assert not list((bare / ".cache/made").iterdir())


@pytest.mark.parametrize("lock", [*LOCKS, "package-lock.json"])
def test_a_lock_names_no_host(lock):
    assert not re.search(r"\w+://|find-links|index-url", (ROOT / lock).read_text())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hash(lock):
    packages = re.split(r"^(?=\S+==)", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
