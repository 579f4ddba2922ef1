import pytest

from app.kit.errors import Invalid
from app.mail.changes import post, want
from app.mail.queries import letters
from app.mail.rules import (
    PAUSES,
    Attached,
    LetterStatus,
    MailKind,
    blocks,
    heading,
    one_line,
    pause_after,
    with_addresses,
)
from app.people.queries import person

TEXT = "Dear Chen,\n\nF-0001\nThe puddle is back.\n/findings/F-0001"


@pytest.fixture
def sent(session, chen, at):
    """`sent(key="x")`: a letter to chen."""

    def write(to=None, **said):
        told = {"kind": MailKind.REMINDER, "key": "one", "subject": "F-0001", "text": TEXT} | said
        row = post(session, to or chen.id, **told, at=at)
        session.commit()
        return row

    return write


def test_it_waits_in_the_outbox(sent, look, chen):
    row = sent()
    assert (row.status, row.to_address, row.lang) == (
        LetterStatus.WAITING,
        "chen@example.org",
        "en",
    )
    assert [one.id for one, _who in look(letters, to=chen.id)] == [row.id]


def test_the_same_key_twice_is_one_letter(sent, look, chen):
    first, second = sent(), sent(subject="Again")
    assert (first.id, second.subject) == (second.id, "F-0001")
    assert len(look(letters, to=chen.id)) == 1


def test_whoever_does_not_want_the_kind_gets_none_of_it(session, sent, chen, at):
    want(session, chen.id, MailKind.DIGEST, wanted=False, by=chen, at=at)
    assert sent(kind=MailKind.DIGEST) is None
    assert sent(kind=MailKind.REMINDER, key="two")


def test_whoever_wants_it_again_gets_it(session, sent, chen, at):
    want(session, chen.id, MailKind.DIGEST, wanted=False, by=chen, at=at)
    want(session, chen.id, MailKind.DIGEST, wanted=True, by=chen, at=at)
    assert sent(kind=MailKind.DIGEST)


def test_whoever_has_left_gets_none(session, sent, chen):
    person(session, chen.id).active = False
    session.flush()
    assert sent() is None


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@example.org", "a\nb", "a\x00", "a\u2028b", "a\x85b"])
def test_a_header_is_one_line(sent, bad):
    with pytest.raises(Invalid):
        sent(subject=bad)
    with pytest.raises(Invalid):
        sent(attach=[Attached(bad, "0" * 64, "application/pdf")])


def test_what_was_typed_is_made_one_line():
    assert one_line(" a\r\nBcc: b \x00\t c ") == "a Bcc: b c"
    assert one_line("x" * 9, 5) == "xxxx…"


def test_a_line_that_is_a_path_becomes_an_address():
    said = with_addresses("Look at\n/tasks\nor /trail, not\n/a b", "https://list.example/")
    assert said == "Look at\nhttps://list.example/tasks\nor /trail, not\n/a b"


def test_a_block_is_led_by_its_path():
    first, second = blocks("Dear Chen,\n\n\nF-1\nA puddle.\n/findings/F-1\n")
    assert (first.lines, first.path) == (("Dear Chen,",), "")
    assert (second.lines, second.path) == (("F-1", "A puddle."), "/findings/F-1")
    assert blocks("/tasks")[0].lines == ("/tasks",)


def test_a_heading_is_told_from_a_paragraph():
    head, rest = blocks(f"{heading('Late: 3')}\n\nF-1\n---")
    assert (head.lines, head.heading) == (("Late: 3",), True)
    assert (rest.lines, rest.heading) == (("F-1", "---"), False)


def test_the_pauses_grow_and_end():
    told = [pause_after(tries) for tries in range(1, len(PAUSES) + 2)]
    assert told[:-1] == sorted(told[:-1])
    assert told[-1] is None
