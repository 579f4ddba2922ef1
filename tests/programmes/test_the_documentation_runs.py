"""docs/programmes.md: each programme in it holds, each example prints what it says."""

import re

import pytest
from typer.testing import CliRunner

from app import cli
from app.programmes.forms import beside, load_pack
from tests.programmes.conftest import SHIPPED

ROOT = SHIPPED.parents[1]
TEXT = (ROOT / "docs" / "programmes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)\n```", TEXT, re.DOTALL)
PROGRAMMES = [text for kind, text in BLOCKS if kind == "yaml" and text.startswith("programme:")]
EXAMPLES = [text for kind, text in BLOCKS if kind == "console"]


@pytest.mark.parametrize("text", PROGRAMMES, ids=lambda text: text.split()[1])
def test_a_programme_in_it_holds(text):
    pack = load_pack(text, "example.yaml", beside(SHIPPED / "example.yaml"))
    assert pack.verdict


def test_a_mapping_in_it_can_be_read():
    (mapping,) = [text for kind, text in BLOCKS if kind == "yaml" and text.startswith("nodes:")]
    text = (SHIPPED / "rba-vap.yaml").read_text(encoding="utf-8").partition("\nvectors:")[0]
    start, end = text.index("nodes:\n"), text.index("\nclasses:")
    nodes = [
        node.id for node in load_pack(text[:start] + mapping + "\n" + text[end:], "x.yaml").nodes
    ]
    assert nodes == ["E", "H"]


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.split()[4])
def test_an_example_in_it_prints_what_it_says(text, monkeypatch):
    monkeypatch.chdir(ROOT)
    command, _, printed = text.partition("\n")
    words = command.removeprefix("$ ./shortlist ").split()
    assert CliRunner().invoke(cli.app, words).output.rstrip() == printed


def test_it_names_every_programme_that_comes_along():
    for path in SHIPPED.glob("*.yaml"):
        assert f"| `{path.stem}` |" in TEXT


def test_every_example_stands_in_it():
    for path in (ROOT / "docs" / "examples").iterdir():
        assert f"(examples/{path.name})" in TEXT
