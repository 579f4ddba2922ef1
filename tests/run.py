"""What `./shortlist test` runs, in this order, up to the first failure; `unit` is the quick loop.

Run as root, the real PostgreSQL of the tests adds a system user named pgserver.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CODE = ("app", "migrations", "tests")
CHECKS = {
    "format": (BIN / "ruff", "format", "--check", *CODE),
    "lint": (BIN / "ruff", "check", *CODE),
    "imports": (sys.executable, BIN / "lint-imports"),
    "types": (sys.executable, "-m", "mypy"),
    "types of the pages": ("node", "node_modules/typescript/bin/tsc", "--noEmit"),
    "tests of the pages": ("node", "--test", "app/**/*.test.ts"),
}
PYTEST = (sys.executable, "-m", "pytest")
WITHOUT_BROWSER = ("-m", "not browser", "-n", "2", "--dist", "worksteal")  # a file stays together
IN_A_BROWSER = ("-m", "browser", "-n", "2", "--dist", "loadfile")  # a file shares one house


def main(words: list[str]) -> int:
    if words[:1] == ["unit"]:
        return pytest("SQLite", "sqlite", *WITHOUT_BROWSER, *words[1:])
    return (
        next((1 for name, command in CHECKS.items() if not passes(name, command)), 0)
        or pytest("SQLite", "sqlite", *WITHOUT_BROWSER, *words)
        or pytest("SQLite, in a browser", "sqlite", *IN_A_BROWSER, *words)
        or pytest("PostgreSQL", "postgresql", *WITHOUT_BROWSER, *words)
    )


def passes(name: str, command: tuple[str | Path, ...]) -> bool:
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 -- ours
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    failed = done.returncode != 0
    say(f"{name:<20}{time.monotonic() - began:6.1f} s  {'FAILED' if failed else 'ok'}")
    if failed:
        say(done.stdout + done.stderr)
    return not failed


def pytest(name: str, database: str, *words: str) -> int:
    say(f"tests on {name}")
    with TemporaryDirectory(prefix="shortlist-") as runtime:
        env = os.environ | {"SHORTLIST_TEST_DATABASE": database, "XDG_RUNTIME_DIR": runtime}
        done = subprocess.run((*PYTEST, *words), cwd=ROOT, env=env, check=False)  # noqa: S603 -- ours
    return done.returncode


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
