"""The `shortlist` command. Each deed opens what it needs and commits once."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from app.kit import clock
from app.kit.errors import Refusal
from app.kit.settings import ROOT, Settings
from app.reports.rules import Paper, ReportKind, Tongue
from app.trail.rules import System

if TYPE_CHECKING:
    from app.kit.db import Database

CHECKLISTS = ROOT / "checklists"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
Lang = Annotated[str, typer.Option(help="en or zh")]

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
checklist = typer.Typer(no_args_is_help=True, help="Check, publish and describe the checklist.")
programme = typer.Typer(no_args_is_help=True, help="Check, load and try a buyer's programme.")
person = typer.Typer(no_args_is_help=True, help="Add persons.")
app.add_typer(checklist, name="checklist")
app.add_typer(programme, name="programme")
app.add_typer(person, name="person")
say = Console(stderr=True, highlight=False)


@app.command()
def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="a supplier with three years of rounds")
    ] = False,
    host: str = "127.0.0.1",
    port: int = 8000,
) -> None:
    """Start Shortlist. Ctrl-C stops it."""
    import uvicorn

    from app.main import create_app
    from app.serving import at_work, furnish, only_server, opened, refuse_taken

    if demo and host not in LOOPBACK:
        _stop("The demo signs in anybody with one click; it listens on this machine only.")
    refuse_taken(host, port)
    given = Settings()
    own_url = (
        {} if "public_url" in given.model_fields_set else {"public_url": f"http://{host}:{port}"}
    )
    settings = given.model_copy(update={"demo": demo, **own_url})
    with only_server(settings), opened(settings) as database:
        with _bar() as bar:
            task = bar.add_task("Making the demo", total=1, visible=False)
            furnish(
                database,
                settings,
                lambda what, share: bar.update(
                    task, description=what, completed=share, visible=True
                ),
            )
        service = create_app(settings, database)
        with at_work(database, settings):
            say.print(f"Shortlist is ready: [bold]http://{host}:{port}[/]  (Ctrl-C stops it)")
            uvicorn.run(
                service,
                host=host,
                port=port,
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=10,
            )


@checklist.command("check")
def check_checklist(
    folder: Annotated[
        Path, typer.Argument(help="default: the one that comes with Shortlist")
    ] = CHECKLISTS,
    format: Annotated[str, typer.Option(help="text or json")] = "text",  # noqa: A002 - the option's name
) -> None:
    """Name every mistake with its place, reason and mend. Exit status 1 if there is one."""
    from app.checklists.check import as_json, as_text, check_folder, errors_in

    faults = check_folder(folder)
    print(as_json(faults) if format == "json" else as_text(faults))
    if errors_in(faults):
        raise typer.Exit(1)


@checklist.command("publish")
def publish_checklist(folder: Path = CHECKLISTS) -> None:
    """Publish the folder as an edition, for good; a mistake in it changes nothing."""
    from app.checklists.changes import publish
    from app.checklists.check import load_edition

    with _database() as (database, _settings), database.writing() as session:
        done = publish(session, load_edition(folder), by=System(), at=clock.now())
        session.commit()
        print(f"{done.checklist} {done.version}: {done.items} items, sha256 {done.sha256}")


@checklist.command("schema")
def schema_of_checklist(
    folder: Annotated[Path, typer.Argument(help="where to write them")] = CHECKLISTS / "schemas",
) -> None:
    """Write the JSON Schemas that editors use."""
    from app.checklists.schemas import schema

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)


@programme.command("check")
def check_programme(
    files: Annotated[
        list[Path] | None, typer.Argument(help="files or folders; default: all that come along")
    ] = None,
    format: Annotated[str, typer.Option(help="text or json")] = "text",  # noqa: A002 - the option's name
) -> None:
    """Name every mistake of a programme and run its vectors. Exit status 1 if there is one."""
    from app.programmes.trial_text import check_text
    from app.programmes.trying import check_as_plain, checked, files_in

    found = [checked(path) for path in files_in(files or [CHECKLISTS / "programmes"])]
    if format == "json":
        _print_json([check_as_plain(one) for one in found])
    else:
        print("\n".join(check_text(one) for one in found))
    if any(one.faults for one in found):
        raise typer.Exit(1)


@programme.command("score")
def score_facts(
    programme: Annotated[
        Path, typer.Argument(metavar="PACK", help="a file, or a name such as bt-like")
    ],
    facts: Annotated[
        Path, typer.Argument(metavar="FACTS", help="YAML or JSON, as docs/programmes.md says")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="every figure, exact")] = False,
) -> None:
    """Score a file of facts under a programme, without a database."""
    from app.kit.yaml_text import YamlRefused
    from app.programmes.trial_text import trial_text
    from app.programmes.trying import trial_as_plain, tried

    shipped = CHECKLISTS / "programmes" / f"{programme}.yaml"
    try:
        trial = tried(shipped if shipped.exists() and not programme.exists() else programme, facts)
    except YamlRefused as refused:
        print("\n".join(map(str, refused.faults)), file=sys.stderr)
        raise typer.Exit(1) from refused
    if as_json:
        _print_json(trial_as_plain(trial))
    else:
        print(trial_text(trial))


@programme.command("load")
def load_programme(file: Path) -> None:
    """Keep this version of a programme for good, to be demanded by buyers."""
    from app.programmes.changes import load

    with _database() as (database, _settings), database.writing() as session:
        row = load(
            session, file.read_text(encoding="utf-8"), file.name, by=System(), at=clock.now()
        )
        session.commit()
        print(f"{row.pack} {row.version}: sha256 {row.sha256}")


@person.command("add")
def add_person_(
    email: str,
    role: Annotated[str, typer.Option(help="admin, lead_auditor, auditor, quality_lead, ...")],
    name: Annotated[str, typer.Option(prompt=True)],
    password: Annotated[str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True)],
    lang: Lang = "en",
) -> None:
    """Add a person with a role everywhere; give narrower roles on the page People."""
    from app.people.changes import add_person, give_role
    from app.people.forms import NewGrant, NewPerson
    from app.people.rules import Role

    with _database() as (database, _settings), database.writing() as session:
        form = NewPerson(email=email, name=name, lang=lang, password=password)
        who = add_person(session, form, by=System(), at=clock.now())
        session.flush()
        give_role(session, who, NewGrant(role=Role(role)), by=System(), at=clock.now())
        session.commit()
        print(f"{who.name} can sign in as {who.email}.")


@app.command()
def report(  # noqa: PLR0913, PLR0917 - the options of the command
    audit: Annotated[str, typer.Argument(help="the audit's reference, such as A-0007")],
    kind: Annotated[ReportKind, typer.Option()] = ReportKind.GAP,
    programme: Annotated[str, typer.Option(help="default: the first of the audit")] = "",
    lang: Annotated[
        Tongue, typer.Option(help="both: English and Chinese side by side")
    ] = Tongue.EN,
    paper: Annotated[
        Paper | None, typer.Option(help="default: what is usual in the site's country")
    ] = None,
    finding: Annotated[str, typer.Option(help="for a dossier, such as F-0007")] = "",
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="for a delta: changes since then")
    ] = None,
    out: Annotated[Path, typer.Option(help="the PDF to write")] = Path("report.pdf"),
    demo: Annotated[bool, typer.Option("--demo", help="from the demo's database")] = False,
) -> None:
    """Draw a report of an audit as PDF."""
    from app.reports.unfiled import Asked, draw_to

    asked = Asked(
        audit=audit,
        kind=kind,
        lang=lang,
        pack=programme,
        paper=paper,
        finding=finding,
        since=since.date() if since else None,
    )
    with _database(demo=demo) as (database, settings), _bar() as bar:
        task = bar.add_task("Drawing", total=100)
        pages = draw_to(
            database,
            settings,
            asked,
            out,
            lambda step, percent: bar.update(task, description=step, completed=percent),
        )
    print(f"{out}: {pages} pages")


@app.command()
def remind(
    at: Annotated[
        datetime | None, typer.Option(help="as if it were then, such as 2026-03-02T08:00 UTC")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say it, and write nothing")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="in the demo's database")] = False,
) -> None:
    """Tell everybody what is due, once; the server does so by itself every minute."""
    from app.reminders.gather import tellings
    from app.reminders.letters import due_text
    from app.reminders.walker import Walker

    then = at.replace(tzinfo=UTC) if at else clock.now()
    with _database(demo=demo) as (database, _settings):
        if not dry_run:
            print(f"{Walker(database).walk(then)} letters in the outbox")
            return
        with database.reading() as session:
            for one in tellings(session, then):
                what = due_text(one.case, "en", then)
                print(f"{one.to.email}  {one.case.finding.ref}  {what}")


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="a folder that does not exist yet")],
    demo: Annotated[bool, typer.Option("--demo", help="of the demo's database")] = False,
) -> None:
    """Copy database and files, while the server runs, with a manifest of their hashes."""
    from app.kit.backup import back_up

    with _database(demo=demo) as (database, settings):
        kept = back_up(database, settings.files, to)
    print(f"{to}: {kept} files, database, manifest.json")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="the folder that `backup` made")],
    over: Annotated[
        bool, typer.Option("--over", help="keep aside what is there, then restore")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="check the backup, and touch nothing")
    ] = False,
    demo: Annotated[bool, typer.Option("--demo", help="into the demo's folder")] = False,
) -> None:
    """Bring a backup back, after every byte, the trail and the evidence of it were checked."""
    from app.kit.restore import put_back, read_backup
    from app.restoring import examined
    from app.serving import only_server

    backup = read_backup(source)
    found = examined(backup)
    print(
        f"{source}: revision {backup.revision}, {len(backup.files)} files are whole; "
        f"{found.evidence} pieces of evidence are there; {found.trail.size} entries of the trail "
        f"hold, root {found.trail.root}"
    )
    if verify:
        return
    settings = Settings().model_copy(update={"demo": demo})
    if not settings.database.startswith("sqlite"):
        _stop("This backup is of SQLite: unset SHORTLIST_DATABASE_URL, then restore.")
    aside = settings.data / f"before-{clock.now():%Y%m%d-%H%M%S}" if over else None
    with only_server(settings):
        put_back(backup, settings.data, aside=aside)
    print(f"Restored into {settings.data}.")
    if aside and aside.exists():
        print(f"What was there is in {aside}.")


@app.command()
def bench(
    items: Annotated[int, typer.Option(help="items of the generated checklist")] = 1070,
    only: Annotated[
        str, typer.Option(help="checklist, engine, programmes, server, remediation or reports")
    ] = "",
    minutes: Annotated[float, typer.Option(help="the most that drawing reports may take")] = 30,
) -> None:
    """Measure what the product promises, on this machine, as medians and ratios."""
    from app.bench.run import run

    run(items=items, only=only, minutes=minutes)


@app.command()
def trail(
    demo: Annotated[bool, typer.Option("--demo", help="of the demo's database")] = False,
) -> None:
    """Recompute the whole trail and say whether it holds."""
    from app.trail.queries import verify_trail

    with _database(demo=demo) as (database, _settings), database.reading() as session:
        result = verify_trail(session)
    if result.broken:
        _stop(f"The trail does not hold from entry {result.broken} on.")
    print(f"{result.size} entries hold; root {result.root}")


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    try:
        app(prog_name="./shortlist")
    except Refusal as refusal:
        _stop(str(refusal))


def _print_json(plain: object) -> None:
    """Decimals and days as text, so that no figure is changed on its way."""
    print(json.dumps(plain, ensure_ascii=False, indent=1, default=str))


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description:<42}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        console=say,
    )


@contextmanager
def _database(*, demo: bool = False) -> Iterator[tuple["Database", Settings]]:
    settings = Settings().model_copy(update={"demo": demo})
    from app.serving import opened

    with opened(settings) as database:
        yield database, settings


def _stop(why: str) -> NoReturn:
    say.print(why, style="red", markup=False)
    sys.exit(1)


if __name__ == "__main__":
    main()
