"""The letter to somebody who is addressed by name, in their own language."""

from collections.abc import Sequence

from sqlmodel import Session

from app.comments.queries import Remark
from app.findings.models import Finding
from app.kit.words import mark as _
from app.mail.changes import post
from app.mail.rules import MailKind
from app.people.rules import Actor
from app.web.words import said

SUBJECT = _("{name} mentioned you on finding {ref}")
TEXT = _("{name} wrote on finding {ref}:\n\n{words}\n\nRead it and answer there:")
LONGEST = 2_000


def tell_mentioned(
    session: Session, finding: Finding, one: Remark, readers: Sequence[Actor], *, by: Actor
) -> None:
    """Once a comment and person, however often it is edited; nobody tells themselves."""
    words = one.revisions[-1]
    for who in readers:
        if who.id in one.mentioned and who.id != by.id:
            parts = {"name": by.name, "ref": finding.ref}
            text = said(who.lang, TEXT, words=words.text[:LONGEST], **parts)
            post(
                session,
                who.id,
                kind=MailKind.MENTION,
                key=f"mention:{one.comment.id}:{who.id}",
                subject=said(who.lang, SUBJECT, **parts),
                text=f"{text}\n\n/findings/{finding.ref}",
                at=words.at,
            )
