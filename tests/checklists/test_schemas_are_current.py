import json
from pathlib import Path

import pytest

from app.checklists.schemas import schema

SCHEMAS = Path(__file__).parents[2] / "checklists" / "schemas"


@pytest.mark.parametrize("name", schema())
def test_the_schema_is_that_of_the_form(name):
    """Mend with `./shortlist checklist schema`."""
    assert (SCHEMAS / name).read_text(encoding="utf-8") == schema()[name]


@pytest.mark.parametrize("name", schema())
def test_a_key_that_is_not_known_is_shown_by_the_editor(name):
    assert json.loads(schema()[name])["additionalProperties"] is False


def test_every_yaml_file_of_the_checklist_names_its_schema():
    for path in (*SCHEMAS.parent.glob("*.yaml"), *SCHEMAS.parent.glob("zh/*.yaml")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), path.name
        assert (path.parent / first.partition("=")[2]).is_file(), path.name
