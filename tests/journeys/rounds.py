"""What went before: a round four months ago, and what became of its findings."""

from datetime import timedelta

from app.answers.changes import save_answer
from app.answers.forms import SaveAnswer
from app.answers.rules import FAILED
from app.audits.changes import move_audit, plan_audit
from app.audits.rules import AuditType, Stage
from app.checklists import queries as checklists
from app.checklists.rules import applicable
from app.demo.fates import fate
from app.demo.remedies import mend
from app.demo.scene import Ground, Scene, chance_of
from app.demo.story import SITES
from app.evidence.files import Files
from app.findings.forms import RaiseFinding
from app.findings.raise_changes import raise_finding
from app.kit.ids import new_id
from app.people.queries import actor, person_by_email
from app.programmes import queries as programmes
from app.readiness.rules import spots_of
from app.suppliers import queries as suppliers
from tests.cast import SITE

LEVELS = ("4", "3", "4", "2", "4", "1", "3", "4")


class Rounds:
    def __init__(self, session):
        self.session = session
        self.ines, self.marta, self.wei, self.chen, self.omar = (
            actor(session, person_by_email(session, f"{name}@example.org"))
            for name in ("ines", "marta", "wei", "chen", "omar")
        )
        self.site = suppliers.site(session, self.omar, SITE.code)
        self.zones = suppliers.zones(session, self.site.id)
        self.edition_id = checklists.latest_edition(session).id
        self.edition = checklists.edition(session, self.edition_id)
        self.packs = programmes.newest(session)

    def hold(self, at, *, now, share=1.0, closed=True):
        """A round begun at `at`, of which `share` was answered; what it found is mended by now."""
        audit = self._open(at)
        spots = [
            (item, zone)
            for item in applicable(self.edition, self.site.has)
            for _item, zone in spots_of(item, self.zones)
        ]
        findings = [
            finding
            for n, (item, zone) in enumerate(spots[: int(len(spots) * share)])
            if (finding := self._answer(audit, item, zone, LEVELS[n % len(LEVELS)], at))
        ]
        if closed:
            self._move(audit, Stage.REVIEW, at + timedelta(days=2))
            self._move(audit, Stage.CLOSED, at + timedelta(days=3))
        scene = self._scene(now)
        for n, finding in enumerate(findings):
            chance = chance_of(n)
            scene.agenda.begin(mend(scene, finding, fate(0, chance), chance))
        scene.agenda.run(now)
        return audit

    def _scene(self, now):
        return Scene(
            self.session,
            Files(None),
            now,
            self.edition_id,
            self.edition,
            packs=[programmes.opened(pack) for pack in self.packs],
            cast={
                "owner": self.chen,
                "quality": self.wei,
                "lead": self.marta,
                "lead2": self.wei,
            },
            grounds={self.site.code: Ground(SITES[0], self.site, self.zones)},
        )

    def _open(self, at):
        audit = plan_audit(
            self.session,
            self.site,
            edition_id=self.edition_id,
            type=AuditType.MOCK,
            planned_on=at.date(),
            packs=self.packs,
            zones=self.zones,
            team=[self.ines.id],
            lead=self.marta.id,
            by=self.marta,
            at=at - timedelta(days=7),
        )
        self._move(audit, Stage.FIELDWORK, at)
        return audit

    def _move(self, audit, stage, at):
        move_audit(self.session, audit, stage, version=audit.version, by=self.marta, at=at)
        self.session.flush()

    def _answer(self, audit, item, zone, level, at):
        note = item.said("en").failure if level in FAILED else ""
        form = SaveAnswer(
            audit=audit.id, item=item.id, zone=zone, level=level, note=note, observed_at=at
        )
        saved = save_answer(
            self.session, audit, self.edition, self.zones, form, id=new_id(), by=self.ines, at=at
        )
        self.session.flush()
        if level not in FAILED:
            return None
        finding = raise_finding(
            self.session,
            saved,
            item,
            [programmes.opened(pack) for pack in self.packs],
            RaiseFinding(answer=saved.id, owner=self.chen.id),
            lang="en",
            by=self.ines,
            at=at + timedelta(minutes=4),
        )
        self.session.flush()
        return finding
