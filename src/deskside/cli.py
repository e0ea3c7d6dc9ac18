"""The command line: one command, one function."""

import gc
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from deskside.kernel import logs
from deskside.kernel.config import provide
from deskside.kernel.db import Database
from deskside.kernel.errors import DesksideError
from deskside.kernel.site import Site
from deskside.platform.jobs import Message
from deskside.platform.runs import Run

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
users = typer.Typer(no_args_is_help=True, help="People who may sign in.")
audit = typer.Typer(no_args_is_help=True, help="The record of changes.")
app.add_typer(users, name="user")
app.add_typer(audit, name="audit")

EXIT_CODES = {"complete": 0, "partial": 3}
WORSE = {"complete": -1, "partial": 0}
DataDir = Annotated[Path | None, typer.Option(help="Folder of the database and the keys; default var.")]


def site_of(data_dir: Path | None = None) -> Site:
    """The environment, with `--data-dir` in place of its variable."""
    if data_dir is not None:
        provide({"DESKSIDE_DATA_DIR": str(data_dir)})
        return Site(data_dir=data_dir)
    return Site()


@contextmanager
def opened(site: Site) -> Iterator[Database]:
    """The database for one command."""
    database = Database(site.url)
    try:
        yield database
    finally:
        database.close()


@app.command()
def serve(
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65534)] = 8000,
    data_dir: DataDir = None,
    *,
    demo: Annotated[bool, typer.Option("--demo", help="With demo data and the demo world.")] = False,
    jobs: Annotated[bool, typer.Option("--worker/--no-worker", help="Run jobs here too.")] = True,
) -> None:
    """Web, worker threads and scheduler in one process."""
    # A sixth of the time to be ready went to a collector that found nothing; `main` turns it on again.
    gc.disable()
    from deskside import main, worker
    from deskside.demo.world import DemoWorld

    logs.configure_logs()
    site = site_of(data_dir)
    world = DemoWorld.beside(site, host, port) if demo else None
    make = worker.Background if jobs else worker.Background.without_jobs
    main.serve(Site() if demo else site, (host, port), make, world)


@app.command()
def worker(data_dir: DataDir = None) -> None:
    """Run jobs until told to stop."""
    from deskside import worker as process

    logs.configure_logs()
    site = site_of(data_dir)
    with opened(site) as database:
        process.run(site, database)


@app.command()
def migrate(data_dir: DataDir = None) -> None:
    """Bring the database to the schema of this release."""
    from deskside.kernel import migrations

    site = site_of(data_dir)
    with opened(site) as database:
        changed = migrations.migrate(database, backups=site.data_dir / "backups")
    typer.echo(f"{'migrated to' if changed else 'already at'} {migrations.head()}")


@users.command("add")
def add_user(
    login: str,
    role: Annotated[list[str], typer.Option(help="admin, manager, agent, …; may be given more than once.")],
    name: Annotated[str | None, typer.Option(help="The name that others see; default the login.")] = None,
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, envvar="DESKSIDE_PASSWORD")
    ] = "",
    data_dir: DataDir = None,
) -> None:
    """Add somebody, approved at once."""
    from deskside.platform import identity

    with opened(site_of(data_dir)) as database:
        database.write(identity.add_user, login, name or login, role, password)
    typer.echo(f"added {login}")


@app.command()
def token(
    user: Annotated[str, typer.Option(help="The login it acts for.")],
    scopes: Annotated[str, typer.Option(help="For instance assist:read,assist:tick.")],
    days: Annotated[int, typer.Option(min=1, max=3650)] = 90,
    data_dir: DataDir = None,
) -> None:
    """Print a new API token, and nothing else."""
    from deskside.platform import identity

    wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
    with opened(site_of(data_dir)) as database:
        typer.echo(database.write(identity.issue_token, user, wanted, days))


@audit.command("verify")
def verify_audit(data_dir: DataDir = None) -> None:
    """Recompute the chain; exit 1 naming the first bad row."""
    from deskside.kernel.vault import derive_key
    from deskside.platform.audit import verify

    site = site_of(data_dir)
    with opened(site) as database:
        report = verify(database, derive_key(site.secret(), "audit"))
    typer.echo(report.sentence)
    raise typer.Exit(0 if report.ok else 1)


@app.command()
def sync(
    name: str,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day, YYYY-MM-DD.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day, YYYY-MM-DD.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Run one sync now and print its numbers; exit 0 complete, 3 partial, 1 failed."""
    from deskside.platform.runs import run_now
    from deskside.registry import SYNCS, connected

    if name not in SYNCS:
        raise typer.BadParameter(f"known: {', '.join(sorted(SYNCS))}", param_hint="NAME")
    logs.configure_logs("WARNING")
    site = site_of(data_dir)
    wanted = SYNCS[name]
    days = [None if moment is None else moment.date() for moment in (first, last)]
    if isinstance(wanted, Message) and any(days):
        raise typer.BadParameter(f"{name} is not read day by day", param_hint="--from, --to")
    messages = [wanted] if isinstance(wanted, Message) else wanted(site, days[0], days[1])
    with opened(site) as database, closing(connected(site)) as ports:
        runs = [run_now(database, ports, message) for message in messages]
    raise typer.Exit(_tell_runs(name, runs))


def _tell_runs(name: str, runs: list[Run]) -> int:
    """Print the numbers of `runs` together; the exit code of the worst."""
    states = [
        ("complete" if run.complete else "partial") if run.state == "done" else run.state for run in runs
    ]
    worst = max(states, key=lambda state: WORSE.get(state, 1), default="complete")
    read, changed = sum(run.read_count for run in runs), sum(run.changed_count for run in runs)
    skipped = sum(int(str(each["count"])) for run in runs for each in run.skipped or [])
    typer.echo(f"{name}: {worst}, read {read}, changed {changed}, skipped {skipped}")
    for run in runs:
        if run.error:
            typer.echo(run.error, err=True)
    return EXIT_CODES.get(worst, 1)


@app.command()
def doctor(data_dir: DataDir = None) -> None:
    """Say what is wrong with this installation and how to mend it; exit 1 if anything is."""
    from itertools import chain

    from deskside.kernel.doctor import examine
    from deskside.platform.notify import check_channels
    from deskside.registry import MODULES

    site = site_of(data_dir)
    sick = False
    with opened(site) as database:
        checks = [
            examine,
            check_channels,
            *(module.checks for module in MODULES if module.checks is not None),
        ]
        for finding in chain.from_iterable(check(site, database) for check in checks):
            sick = sick or bool(finding.cure)
            typer.echo(
                f"{'!' if finding.cure else '-'} {finding.what}"
                + (f": {finding.cure}" if finding.cure else "")
            )
    raise typer.Exit(int(sick))


@app.command()
def warehouse(
    etl: Annotated[str, typer.Option(help="The database that the ETL fills; made when missing.")],
    app_url: Annotated[str, typer.Option("--app", help="The one that Deskside reads; made when missing.")],
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Fill an empty warehouse with the demo club.")] = False,
) -> None:
    """Set up the members' warehouse on PostgreSQL: views in one database, foreign tables in another."""
    from deskside.modules.members.demo import fill_warehouse
    from deskside.modules.members.service.foreign import set_up

    for step in set_up(etl, app_url):
        typer.echo(step)
    if demo:
        typer.echo("filled" if fill_warehouse(etl, Site()) else "it has rows already: left as it is")


@app.command()
def openapi() -> None:
    """Print the description of the API."""
    import json

    from deskside.main import make_api

    typer.echo(json.dumps(make_api().openapi(), ensure_ascii=False, indent=1, sort_keys=True))


def main() -> None:
    """The entry point: known errors are one line on stderr and exit code 2."""
    try:
        app()
    except DesksideError as error:
        sys.stderr.write(f"deskside: {error.detail}\n")
        sys.exit(2)
