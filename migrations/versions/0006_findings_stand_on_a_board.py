"""A finding says how far it is on its way; filters are kept; problems bundle findings."""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WAY = ("raised", "contained", "cause_found", "plan_agreed", "implemented", "verified",
       "effective", "closed")  # fmt: skip
SHORT = ("raised", "implemented", "verified", "closed")
WAYS = {
    "critical": WAY,
    "major": tuple(step for step in WAY if step != "contained"),
    "minor": SHORT,
    "observation": SHORT,
}


def upgrade() -> None:
    _step()
    _filters()
    _problems()
    if op.get_bind().dialect.name == "sqlite":
        keep_in_sqlite()
    else:
        keep_in_postgresql()


def _step() -> None:
    words = ", ".join(f"'{word}'" for word in WAY)
    op.execute(
        "ALTER TABLE finding ADD COLUMN step VARCHAR(40) DEFAULT 'raised' NOT NULL "
        f"CONSTRAINT ck_finding_step CHECK (step IN ({words}))"
    )
    narrow = ["step", "due_on", "ref", "site_id", "id"]
    op.create_index(op.f("ix_finding_step_due_on_ref_site_id_id"), "finding", narrow, unique=False)
    op.create_index(op.f("ix_finding_site_id_step"), "finding", ["site_id", "step"], unique=False)
    op.create_index(op.f("ix_finding_due_on"), "finding", ["due_on"], unique=False)
    op.create_index(op.f("ix_closure_at"), "closure", ["at"], unique=False)
    connection = op.get_bind()
    finding = sa.table("finding", sa.column("id"), sa.column("step"))
    moved = [{"one": id, "to": step} for id, step in steps(connection).items() if step != "raised"]
    if moved:
        stands = sa.update(finding).where(finding.c.id == sa.bindparam("one"))
        connection.execute(stands.values(step=sa.bindparam("to")), moved)


def steps(connection):
    """By finding, the last step that each has reached, of what is known of its last turn."""
    turns = _grouped(connection, "SELECT finding_id, turn FROM reopening")
    causes = _grouped(
        connection, "SELECT finding_id, turn, branch FROM cause WHERE struck_at IS NULL"
    )
    found = _grouped(connection, "SELECT finding_id, turn FROM cause_found")
    held = _grouped(connection, "SELECT finding_id, turn FROM effect_check WHERE held")
    closed = _grouped(connection, "SELECT finding_id, rejected FROM closure")
    agreed = {
        tuple(row)
        for row in connection.execute(
            sa.text(
                "SELECT p.finding_id, p.turn, a.action_id FROM plan_agreed p "
                "JOIN agreed_action a ON a.plan_id = p.id"
            )
        )
    }
    actions = _actions(connection)
    told = {}
    for id, class_ in connection.execute(sa.text("SELECT id, class FROM finding")):
        turn = max([1, *(n for (n,) in turns[id])])
        mine = [one for one in actions[id] if one["turn"] == turn]
        planned = [one for one in mine if one["kind"] in {"corrective", "preventive"}]
        proving = any(one["kind"] in {"correction", "corrective"} for one in mine)
        contained = [one for one in mine if one["kind"] == "containment"]
        done = proving and all(one["state"] != "open" for one in mine)
        branches = {branch for n, branch in causes[id] if n == turn}
        taken = {
            "raised": True,
            "contained": bool(contained) and all(x["state"] != "open" for x in contained),
            "cause_found": len(branches) == 2 and (turn,) in found[id],  # noqa: PLR2004 - both
            "plan_agreed": bool(planned) and all((id, turn, x["id"]) in agreed for x in planned),
            "implemented": done,
            "verified": done and all(one["state"] == "verified" for one in mine),
            "effective": (turn,) in held[id],
            "closed": any(not rejected for (rejected,) in closed[id]),
        }
        reached = "raised"
        for step in WAYS[class_]:
            if not taken[step]:
                break
            reached = step
        told[id] = reached
    return told


def _actions(connection):
    """By finding; the state of each by what was last reported and verified."""
    tries = defaultdict(list)
    for action, verdict in connection.execute(
        sa.text(
            "SELECT i.action_id, v.passed FROM implementation i "
            "LEFT JOIN verification v ON v.implementation_id = i.id ORDER BY i.at, i.id"
        )
    ):
        tries[action].append(verdict)
    found = defaultdict(list)
    for id, finding, kind, turn in connection.execute(
        sa.text("SELECT id, finding_id, kind, turn FROM action")
    ):
        last = tries[id][-1] if tries[id] else False
        state = "implemented" if last is None else "verified" if last else "open"
        found[finding].append({"id": id, "kind": kind, "turn": turn, "state": state})
    return found


def _grouped(connection, query):
    found = defaultdict(list)
    for id, *rest in connection.execute(sa.text(query)):
        found[id].append(tuple(rest))
    return found


def _filters() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("saved_filter", "person_id", "person"),
        _to("saved_filter", "supplier_id", "supplier"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_filter_person_id_name")),
    )
    op.create_index(op.f("ix_saved_filter_supplier_id"), "saved_filter", ["supplier_id"])


def _problems() -> None:
    op.create_table(
        "problem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("item", sa.String(20), nullable=False),
        sa.Column("good", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        _to("problem", "supplier_id", "supplier"),
        _to("problem", "owner_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_supplier_id"), "problem", ["supplier_id"])
    op.create_table(
        "problem_finding",
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        _to("problem_finding", "problem_id", "problem"),
        _to("problem_finding", "finding_id", "finding"),
        sa.PrimaryKeyConstraint("problem_id", "finding_id", name=op.f("pk_problem_finding")),
    )
    op.create_index(op.f("ix_problem_finding_finding_id"), "problem_finding", ["finding_id"])
    op.create_table(
        "problem_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("problem_note", "problem_id", "problem"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_note")),
    )
    op.create_index(op.f("ix_problem_note_problem_id"), "problem_note", ["problem_id"])


def _to(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def keep_in_sqlite() -> None:
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER problem_note_no_{deed.lower()} BEFORE {deed} ON problem_note "
            "BEGIN SELECT RAISE(ABORT, 'problem_note is append-only'); END"
        )


def keep_in_postgresql() -> None:
    """By the function of 0001."""
    op.execute(
        "CREATE TRIGGER problem_note_no_change BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON problem_note FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
