"""Names every table once, so that Alembic and the tests know them all."""

from app.actions.models import (
    Action,
    AgreedAction,
    EffectCheck,
    Implementation,
    ImplementationEvidence,
    PlanAgreed,
    Verification,
)
from app.answers.models import Answer, AnswerEvidence, NaApproval
from app.audits.models import Audit, AuditMember, AuditProgramme, AuditZone
from app.checklists.models import EditionRow
from app.comments.models import (
    Comment,
    CommentEvidence,
    CommentRevision,
    CommentWithdrawal,
    Mention,
    ThreadVisit,
)
from app.confirmations.models import ConfirmationAsked, ConfirmationReply, SharedEvidence
from app.evidence.models import Evidence
from app.findings.models import (
    AcrossReply,
    Cause,
    CauseCorrection,
    CauseFound,
    Closure,
    Finding,
    FindingRevision,
    HandOver,
    HandOverReply,
    LapsedClosure,
    Proposal,
    Reopening,
    Repeat,
)
from app.kit.columns import Table
from app.people.models import FailedSignIn, Grant, Person, SignIn, Token
from app.practices.models import (
    Practice,
    PracticeDone,
    PracticeEvidence,
    PracticeTakeover,
    PracticeWithdrawal,
)
from app.programmes.models import Buyer, Contact, Milestone, PackVersion
from app.reports.models import Report, ReportForm, ReportSchedule, ScheduleReader
from app.suppliers.models import Site, Supplier, Zone
from app.trail.models import TrailEntry, TrailHead, TrailPayload

metadata = Table.metadata

TALK = (
    Comment, CommentEvidence, CommentRevision, CommentWithdrawal, ConfirmationAsked,
    ConfirmationReply, Mention, Practice, PracticeDone, PracticeEvidence, PracticeTakeover,
    PracticeWithdrawal, SharedEvidence, ThreadVisit,
)  # fmt: skip
TABLES = (
    *TALK, CauseCorrection, LapsedClosure, Proposal,
    AcrossReply, Action, AgreedAction, Answer, AnswerEvidence, Audit, AuditMember, AuditProgramme,
    AuditZone, Buyer, Cause, CauseFound, Closure, Contact, EditionRow, EffectCheck, Evidence,
    FailedSignIn, Finding, FindingRevision, Grant, HandOver, HandOverReply, Implementation,
    ImplementationEvidence, Milestone, NaApproval, PackVersion, Person, PlanAgreed, Reopening,
    Repeat, Report, ReportForm, ReportSchedule, ScheduleReader, SignIn, Site, Supplier, Token,
    TrailEntry, TrailHead, TrailPayload, Verification, Zone,
)  # fmt: skip
