import pytest

from app.confirmations.changes import ask_confirmation
from app.confirmations.forms import AskConfirmation
from app.confirmations.gather import guests_at
from app.confirmations.queries import confirmation
from app.evidence.changes import bring_evidence, store
from app.evidence.files import Files
from app.findings.changes import close_finding
from app.kit.ids import new_id
from tests.untouched import nothing_changes

__all__ = ["nothing_changes"]


@pytest.fixture
def closed(session, finding, wei, at):
    row = session.merge(finding)
    close_finding(session, row, reason="Dry on both shifts.", by=wei, at=at)
    session.commit()
    return row


@pytest.fixture
def proofs(session, site, settings, wei, at):
    """Two PDFs of the site; the first is shared."""
    kept = [
        store(Files(settings.files), f"%PDF-1.4\n{n}".encode(), f"{n}.pdf") for n in ("one", "two")
    ]
    rows = [bring_evidence(session, site, one, id=new_id(), by=wei, at=at) for one in kept]
    session.commit()
    return rows


@pytest.fixture
def ask(session, closed, site, gil, wei, at):
    def one(*, guest=gil, buyer="Hollin Telecom", evidence=(), at=at):
        form = AskConfirmation(
            guest=guest.id, buyer=buyer, done="A new trap was fitted.", evidence=evidence
        )
        row = session.merge(closed)
        guests = guests_at(session, site)
        asked = ask_confirmation(
            session, row, form, guests=guests, buyers={"Hollin Telecom"}, by=wei, at=at
        )
        session.commit()
        return asked

    return one


@pytest.fixture
def asked(ask, proofs, look, gil):
    """As the guest sees it."""
    row = ask(evidence=(proofs[0].id,))
    return look(confirmation, gil, row.id)
