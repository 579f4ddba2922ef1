from app.answers.queries import answers_of_audit
from app.bench.client import p50, p95
from app.bench.ground import add_audits, lay
from app.bench.naive_report import naive_html
from app.bench.pdf import gap_document
from app.bench.programmes import audit_of, programme_rows, shipped
from app.bench.run import engine_rows
from app.programmes.rules import evaluate


def test_a_small_ground_can_be_scored_and_told(empty_database, at):
    ground = lay(empty_database, items=36, at=at)
    [(what, _promised, measured)] = engine_rows(empty_database, ground)
    assert what.startswith("Fold")
    assert measured.endswith(" ms")
    document = gap_document(empty_database, ground)
    assert document.head.audit.ref == ground.audit.ref
    assert ground.edition.items[0].id in naive_html(document)


def test_every_shipped_programme_that_judges_a_checklist_is_timed():
    packs = shipped()
    assert len(packs) >= 5
    facts = audit_of(36)
    assert all(evaluate(pack, facts).nodes for pack in packs)
    rows = list(programme_rows(36))
    assert [promised for _what, promised, _measured in rows][:2] == ["p50 ≤ 15 ms", "p50 ≤ 100 ms"]


def test_further_audits_are_full_of_answers(empty_database, at):
    ground = lay(empty_database, items=36, at=at)
    add_audits(empty_database, ground, n=50, answers=5, at=at)
    with empty_database.reading() as session:
        assert len(answers_of_audit(session, ground.audit.id)) == 18


def test_medians_and_tails_are_in_milliseconds():
    assert p50([0.001, 0.002, 0.009]) == 2
    assert p95([0.005]) == 5
