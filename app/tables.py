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
from app.exchange.models import CalendarAddress
from app.findings.models import (
    AcrossReply,
    BuyerDate,
    Cause,
    CauseCorrection,
    CauseFound,
    Closure,
    Deadline,
    Extension,
    ExtensionReply,
    Finding,
    FindingEvidence,
    FindingRevision,
    HandOver,
    HandOverReply,
    LapsedClosure,
    Proposal,
    Reopening,
    Repeat,
    Review,
)
from app.kit.columns import Table
from app.mail.models import Letter, LetterFile, MailPreference, Snooze
from app.people.models import FailedSignIn, Grant, Person, SignIn, Token
from app.practices.models import (
    Practice,
    PracticeDone,
    PracticeEvidence,
    PracticeTakeover,
    PracticeWithdrawal,
)
from app.programmes.models import Buyer, Contact, Milestone, PackVersion
from app.remediation.models import Problem, ProblemFinding, ProblemNote, SavedFilter
from app.reminders.models import Notice, Shift
from app.reports.models import Report, ReportForm, ReportSchedule, ScheduleReader
from app.suppliers.models import Site, SiteDay, Supplier, Zone
from app.trail.models import TrailEntry, TrailHead, TrailPayload

metadata = Table.metadata

TALK = (
    Comment, CommentEvidence, CommentRevision, CommentWithdrawal, ConfirmationAsked,
    ConfirmationReply, Mention, Practice, PracticeDone, PracticeEvidence, PracticeTakeover,
    PracticeWithdrawal, SharedEvidence, ThreadVisit,
)  # fmt: skip
POST = (CalendarAddress, Letter, LetterFile, MailPreference, Notice, Shift, Snooze)
TABLES = (
    *POST, *TALK, AcrossReply, Action, AgreedAction, Answer, AnswerEvidence, Audit, AuditMember,
    AuditProgramme, AuditZone, Buyer, BuyerDate, Cause, CauseCorrection, CauseFound, Closure,
    Contact, Deadline, EditionRow, EffectCheck, Evidence, Extension, ExtensionReply, FailedSignIn,
    Finding, FindingEvidence, FindingRevision, Grant, HandOver, HandOverReply, Implementation,
    ImplementationEvidence, LapsedClosure, Milestone, NaApproval, PackVersion, Person, PlanAgreed,
    Problem, ProblemFinding, ProblemNote, Proposal, Reopening, Repeat, Report, ReportForm,
    ReportSchedule, Review, SavedFilter, ScheduleReader, SignIn, Site, SiteDay, Supplier, Token,
    TrailEntry, TrailHead, TrailPayload, Verification, Zone,
)  # fmt: skip
