"""assist as it is plugged into the product."""

from deskside.contracts import Live, Module, Runtime
from deskside.kernel.front import FrontPath
from deskside.modules.assist import front, jobs, legacy, pages
from deskside.modules.assist.api import router
from deskside.modules.assist.cache.changes import PANEL_VERSIONS, Changes
from deskside.modules.assist.cache.rows import open_rows
from deskside.modules.assist.cache.seen import Seen
from deskside.modules.assist.cache.snapshot import VERSIONS, Snapshot
from deskside.modules.assist.demo import fill
from deskside.modules.assist.messages import LoadNumbers, LookAtNumbers
from deskside.modules.assist.settings import AssistSettings
from deskside.platform.identity import TokenSnapshot
from deskside.platform.jobs import enqueue

__all__ = ["MODULE", "jobs"]


def _live(runtime: Runtime) -> Live:
    database = runtime.database
    snapshot = Snapshot(database, runtime.site.zone)
    tokens = TokenSnapshot(database)
    seen = Seen(database, each_second=tokens.flush_uses)
    rows = open_rows(database.engines.url, database.dialect)
    budget = front.Budget(lambda: runtime.settings.get(AssistSettings).lookups_per_minute)
    lookup = front.Lookup(snapshot, tokens, rows, seen, budget=budget)
    changes = Changes(database)
    polls = front.Budget(lambda: runtime.settings.get(AssistSettings).lookups_per_minute)
    wait = front.WaitForChanges(snapshot, tokens, rows, changes, budget=polls)
    runtime.subscribe(set(VERSIONS), snapshot.refresh)
    runtime.subscribe(set(TokenSnapshot.VERSIONS), tokens.refresh)
    # After those two, so that whoever is woken sees what they have read.
    runtime.subscribe(set(VERSIONS | TokenSnapshot.VERSIONS), changes.wake_all)
    runtime.subscribe(set(PANEL_VERSIONS), changes.read_panel)

    def start() -> None:
        snapshot.refresh()
        tokens.refresh()
        seen.start()
        changes.start()
        database.write(enqueue, LookAtNumbers(), dedup="start")

    def stop() -> None:
        changes.stop()
        seen.stop()
        rows.close()

    paths = (
        FrontPath("POST", front.PATH, front.SCOPE, "look-up", lookup),
        FrontPath("GET", wait.PATH, wait.SCOPE, "changes", wait),
    )
    return Live(front=paths, state={"seen": seen}, start=start, drain=changes.drain, stop=stop)


MODULE = Module(
    "assist",
    routers=(router, legacy.router, pages.router),
    kept=dict.fromkeys(legacy.PREFIXES, legacy.kept_error),
    syncs={"numbers": LoadNumbers()},
    live=_live,
    demo=fill,
)
