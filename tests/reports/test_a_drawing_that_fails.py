import os
import signal
import subprocess
from dataclasses import replace

import pytest

from app.reports import press
from app.reports.document import Photo
from app.reports.press import Job, Limits, NotDrawn, draw
from tests.reports import documents

OFTEN = 20


@pytest.fixture
def job(tmp_path):
    return Job(out=tmp_path / "report.pdf", document=documents.gap("en", 24))


@pytest.fixture
def children(monkeypatch):
    born = []

    class Known(subprocess.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            born.append(self)

    monkeypatch.setattr(press.subprocess, "Popen", Known)
    return born


def refused(job, **settings):
    with pytest.raises(NotDrawn) as refusal:
        draw(job, **settings)
    assert list(job.out.parent.iterdir()) == []
    return refusal.value


def test_a_killed_renderer_leaves_nothing_but_its_reason(job, children):
    def kill(line):
        if line["step"] == "layout":
            os.kill(children[-1].pid, signal.SIGKILL)

    assert refused(job, on_progress=kill).reason == "killed"


def test_too_long_a_wait_ends_it(job, children):
    assert refused(job, limits=Limits(wall_seconds=0)).reason == "time"
    assert children[-1].poll() is not None


def test_too_much_work_ends_it(job):
    assert refused(job, limits=Limits(cpu_seconds=1)).reason == "time"


def test_too_much_memory_ends_it(job):
    assert refused(job, limits=Limits(memory=160 * press.MEBIBYTE)).reason == "memory"


def test_it_can_be_cancelled(job, children):
    assert refused(job, stop=lambda: True).reason == "cancelled"
    assert children[-1].poll() is not None


def test_a_photo_that_is_not_there_fails_and_is_not_left_out(tmp_path):
    document = documents.gap("en", 24, photos=1)
    failure = refused(Job(out=tmp_path / "out" / "report.pdf", document=document))
    assert failure.reason == "fault"
    assert "asset:P1" in failure.detail


def test_an_older_report_stays_when_the_new_one_fails(job):
    job.out.write_bytes(b"older")
    with pytest.raises(NotDrawn):
        draw(job, limits=Limits(wall_seconds=0))
    assert job.out.read_bytes() == b"older"


def test_a_photo_is_read_from_its_own_file_only(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("canary-5cc1")
    document = documents.gap("en", 24, photos=1)
    answer_with = replace(document.photos[0], id=f"../{secret}")
    assert isinstance(answer_with, Photo)
    job = Job(out=tmp_path / "out" / "r.pdf", document=swapped(document, answer_with))
    assert refused(job).reason == "fault"


def swapped(document, photo):
    text = press.to_json(document).replace('"id":"P1"', f'"id":"{photo.id}"')
    from app.reports.document import from_json  # noqa: PLC0415

    return from_json(text)
