"""Roles, and the one table of what each may do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, Self
from uuid import UUID

from app.kit.words import mark as _


class Role(StrEnum):
    ADMIN = "admin"
    LEAD_AUDITOR = "lead_auditor"
    AUDITOR = "auditor"
    QUALITY_LEAD = "quality_lead"
    ACTION_OWNER = "action_owner"
    EXECUTIVE = "executive"
    GUEST = "guest"


ROLE_NAMES: Mapping[Role, str] = {
    Role.ADMIN: _("Administrator"),
    Role.LEAD_AUDITOR: _("Lead auditor"),
    Role.AUDITOR: _("Auditor"),
    Role.QUALITY_LEAD: _("Quality lead"),
    Role.ACTION_OWNER: _("Action owner"),
    Role.EXECUTIVE: _("Executive"),
    Role.GUEST: _("Buyer's guest"),
}


TOLD_FIRST = (
    Role.AUDITOR,
    Role.QUALITY_LEAD,
    Role.EXECUTIVE,
    Role.LEAD_AUDITOR,
    Role.ACTION_OWNER,
    Role.ADMIN,
    Role.GUEST,
)
"""The order in which the demo offers its persons."""


class Ability(StrEnum):
    SEE_READINESS = "see_readiness"
    READ = "read"
    ANSWER = "answer"
    BRING_EVIDENCE = "bring_evidence"
    RAISE_FINDING = "raise_finding"
    ACT = "act"
    MANAGE_FINDINGS = "manage_findings"
    VERIFY = "verify"
    PLAN_AUDITS = "plan_audits"
    LEAD_AUDITS = "lead_audits"
    ORDER_REPORTS = "order_reports"
    READ_TRAIL = "read_trail"
    MANAGE_SITES = "manage_sites"
    MANAGE_BUYERS = "manage_buyers"
    MANAGE_PEOPLE = "manage_people"
    PUBLISH = "publish"
    CONFIRM = "confirm"


_SEE = frozenset({Ability.SEE_READINESS})
_READ = _SEE | {Ability.READ, Ability.ORDER_REPORTS}
_AUDIT = _READ | {Ability.ANSWER, Ability.BRING_EVIDENCE, Ability.RAISE_FINDING}

ABILITIES: Mapping[Role, frozenset[Ability]] = {
    Role.ADMIN: frozenset(Ability),
    Role.LEAD_AUDITOR: _AUDIT
    | {Ability.PLAN_AUDITS, Ability.LEAD_AUDITS, Ability.VERIFY, Ability.READ_TRAIL},
    Role.AUDITOR: _AUDIT,
    Role.QUALITY_LEAD: _READ
    | {
        Ability.BRING_EVIDENCE,
        Ability.RAISE_FINDING,
        Ability.ACT,
        Ability.MANAGE_FINDINGS,
        Ability.VERIFY,
        Ability.READ_TRAIL,
    },
    Role.ACTION_OWNER: _SEE | {Ability.READ, Ability.BRING_EVIDENCE, Ability.ACT},
    Role.EXECUTIVE: _READ | {Ability.READ_TRAIL},
    Role.GUEST: _SEE | {Ability.CONFIRM},
}


class Place(Protocol):
    """A site: what a grant is given for."""

    @property
    def id(self) -> UUID: ...
    @property
    def supplier_id(self) -> UUID: ...


@dataclass(frozen=True, slots=True)
class Granted:
    """A role at one site, at every site of one supplier, or (both None) everywhere."""

    role: Role
    supplier_id: UUID | None = None
    site_id: UUID | None = None

    def covers(self, place: Place) -> bool:
        if self.site_id:
            return self.site_id == place.id
        return self.supplier_id is None or self.supplier_id == place.supplier_id

    def spans(self, supplier_id: UUID | None) -> bool:
        """Covers every site of that supplier, those to come too; None: of every supplier."""
        return not self.site_id and self.supplier_id in {None, supplier_id}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who is signed in, as this request knows them."""

    id: UUID
    name: str
    email: str
    lang: str
    grants: tuple[Granted, ...]
    request_id: str = ""

    @property
    def role(self) -> str:
        return ",".join(sorted({grant.role for grant in self.grants}))

    @property
    def everywhere(self) -> bool:
        return any(not grant.site_id and not grant.supplier_id for grant in self.grants)

    def knows(self, place: Place) -> bool:
        return any(grant.covers(place) for grant in self.grants)

    def may(self, ability: Ability, place: Place) -> bool:
        return any(ability in ABILITIES[g.role] and g.covers(place) for g in self.grants)

    def may_somewhere(self, ability: Ability) -> bool:
        return any(ability in ABILITIES[grant.role] for grant in self.grants)

    def where(self, ability: Ability) -> Self:
        """The same person, seeing only where they may do this."""
        return replace(self, grants=tuple(g for g in self.grants if ability in ABILITIES[g.role]))

    def may_throughout(self, ability: Ability, supplier_id: UUID | None = None) -> bool:
        """At every site of the supplier; without one, everywhere."""
        return any(ability in ABILITIES[g.role] and g.spans(supplier_id) for g in self.grants)
