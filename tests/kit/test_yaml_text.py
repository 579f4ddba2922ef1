import time
from decimal import Decimal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.kit.yaml_text import YamlRefused, faults_of, read, read_bytes, read_file


def refused(text, *, name="pack.yaml"):
    with pytest.raises(YamlRefused) as caught:
        read_bytes(text, name=name) if isinstance(text, bytes) else read(text, name=name)
    return caught.value.faults


def test_plain_data_comes_back():
    text = 'a: {n: 3, share: 0.10, "on": true, none: null, empty: }\nb: [x, "yes", 8.5.1]\n'
    document = read(text, name="pack.yaml")
    assert document.value == {
        "a": {"n": 3, "share": Decimal("0.10"), "on": True, "none": None, "empty": None},
        "b": ["x", "yes", "8.5.1"],
    }
    assert str(document.value["a"]["share"]) == "0.10"


def test_every_value_knows_its_place():
    document = read("top:\n  - id: A\n    n: 1\n  - id: B\n", name="pack.yaml")
    assert document.position(("top", 1, "id")) == (4, 9)
    assert document.position(("top", 0, "n"), key=True) == (3, 5)
    assert document.position(("top", 1, "missing")) == (4, 5)
    assert document.position(()) == (1, 1)


def test_columns_count_characters_not_bytes():
    assert read('{"标题": "领导", n: 1}', name="x").position(("n",)) == (1, 17)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_an_empty_text_is_nothing(text):
    assert read(text, name="x").value is None


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("a: 1\nb: *a\n", "alias", 2, 4),
        ("a: &x 1\n", "anchor", 1, 4),
        ("a: !!python/object/apply:os.system [ls]\n", "tag", 1, 4),
        ("a: ! 1\n", "tag", 1, 4),
        ("? !!str a\n: 1\n", "tag", 1, 3),
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
        ("a: yes\n", "boolean", 1, 4),
        ("a: [On]\n", "boolean", 1, 5),
        ("a: TRUE\n", "boolean", 1, 4),
        ("a: ~\n", "null", 1, 4),
        ("a: Null\n", "null", 1, 4),
        ("a: 012\n", "number", 1, 4),
        ("a: 0x1f\n", "number", 1, 4),
        ("a: 1_000\n", "number", 1, 4),
        ("a: 12:30\n", "number", 1, 4),
        ("a: 1e3\n", "number", 1, 4),
        ("a: +5\n", "number", 1, 4),
        ("a: .nan\n", "number", 1, 4),
        ("a: " + "9" * 5000 + "\n", "number", 1, 4),
        ("a:\n\tb: 1\n", "tab", 2, 1),
        ("\ufeffa: 1\n", "encoding", 1, 1),
        (b"\xef\xbb\xbfa: 1\n", "encoding", 1, 1),
        (b"a: 1\nb: \xff\n", "encoding", 2, 4),
        ("a: 1\n".encode("utf-16"), "encoding", 1, 1),
        ("a: x\x00y\n", "character", 1, 5),
        ("a: x\u202ey\n", "character", 1, 5),
        ("a: x\ud800y\n", "character", 1, 5),
        ("a: b: c\n", "syntax", 1, 5),
        ('a: "open\n', "syntax", 2, 1),
        ("a: [1, 2\n", "syntax", 2, 1),
        ("[a]: 1\n", "key", 1, 1),
        ("%YAML 1.1\n---\na: 1\n", "directive", 1, 1),
        ("a: 1\n---\nb: 1\n", "document", 2, 1),
        ("a: " + "x" * 5_000_001, "size", 1, 1),
        (b"a" * 5_000_001, "size", 1, 1),
        ("[" * 40, "depth", 1, 33),
        ("[" + "1," * 250_000 + "]", "size", 1, 400_000),
    ],
)
def test_what_could_be_misread_is_refused_at_its_place(text, rule, line, column):
    fault = refused(text)[0]
    assert (fault.rule, fault.line, fault.column) == (rule, line, column)
    assert fault.file == "pack.yaml"
    assert fault.reason
    assert fault.mend


@pytest.mark.parametrize(
    "word", ["ok", "9.3.3", "5-7", "v1.0", "10 %", "2026-11-22", "-", "no one"]
)
def test_other_words_are_text(word):
    assert read(f"a: {word}\n" if word != "-" else 'a: "-"\n', name="x").value == {"a": word}


def test_a_word_of_yes_or_no_may_be_a_key():
    assert read("on: 1\nno: 2\n", name="x").value == {"on": 1, "no": 2}


def test_all_faults_are_told_at_once():
    faults = refused("a: yes\nb:\n  - 012\n  - *c\nb: 1\n")
    assert [(fault.rule, fault.path) for fault in faults] == [
        ("boolean", "a"),
        ("number", "b.0"),
        ("alias", "b.1"),
        ("duplicate-key", "b"),
    ]


def test_a_fault_reads_as_one_line():
    said = str(refused("a: yes\n")[0])
    assert said.startswith("pack.yaml:1:4 [boolean] Unquoted yes")
    assert 'Mend: Write true or false, or quote it: "yes".' in said


def test_the_refusal_carries_its_faults_for_a_program():
    with pytest.raises(YamlRefused) as caught:
        read("a: yes\n", name="pack.yaml")
    assert caught.value.details()["faults"][0]["line"] == 1
    assert "pack.yaml, line 1, column 4" in str(caught.value)


def bomb():
    rows = ["a0: &a0 [lol]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(rows)


@pytest.mark.parametrize(
    "text",
    [bomb(), "[" * 20_000, "{a: " * 20_000, "- " * 20_000, "? " * 20_000, '"' * 2_000_000],
    ids=["bomb", "brackets", "braces", "dashes", "questions", "quotes"],
)
def test_bombs_and_towers_are_refused_fast(text):
    start = time.process_time()
    refused(text)
    assert time.process_time() - start < 0.2


def test_an_oversized_file_is_not_read(tmp_path):
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a" * 5_000_001)
    with pytest.raises(YamlRefused):
        read_file(path)
    path.write_text("a: 1\n")
    assert read_file(path).value == {"a": 1}


class Leaf(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    n: int


class Tree(BaseModel):
    model_config = ConfigDict(extra="forbid")
    leaves: list[Leaf]


def test_a_wrong_shape_is_told_at_its_line():
    document = read(
        "leaves:\n  - id: A\n    n: x\n  - n: 1\n"
        "  - id: B\n    n: 1\n    m: 2\n  - id: 1.10\n    n: 1\n",
        name="tree.yaml",
    )
    with pytest.raises(ValidationError) as caught:
        Tree.model_validate(document.value)
    faults = faults_of(caught.value, document)
    assert [(fault.line, fault.column, fault.path) for fault in faults] == [
        (3, 8, "leaves.0.n"),
        (4, 5, "leaves.1.id"),
        (7, 5, "leaves.2.m"),
        (8, 9, "leaves.3.id"),
    ]
    assert faults[1].mend == "Add id."
    assert faults[3].mend == "Quote it."


def test_a_list_spoiled_by_its_entries_is_not_called_too_short():
    class Grove(BaseModel):
        trees: tuple[Leaf, ...] = Field(min_length=1)

    document = read("trees:\n  - id: A\n    n: x\n", name="grove.yaml")
    with pytest.raises(ValidationError) as caught:
        Grove.model_validate(document.value)
    assert [fault.path for fault in faults_of(caught.value, document)] == ["trees.0.n"]
