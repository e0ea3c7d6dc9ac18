"""Recipients' pages as bytes, and the reading that a stale one asks for behind the answer."""

import time
from datetime import timedelta

from deskside.kernel import clock
from deskside.kernel.db import Database
from deskside.modules.projects.cache.links_page import Pages
from deskside.modules.projects.messages import RefreshProject
from deskside.modules.projects.pages.html import project
from deskside.modules.projects.pages.texts import TEXTS, Language
from deskside.modules.projects.queries.links.page import page_view
from deskside.modules.projects.queries.links.viewing import MayView
from deskside.modules.projects.settings import ProjectSyncConfig
from deskside.platform.jobs import enqueue
from deskside.platform.settings import SettingsCache

PAUSE_SECONDS = 60.0
MOST_ASKED = 10_000


class Renderer:
    """Reads and writes on threads that are not the event loop's."""

    def __init__(self, database: Database, settings: SettingsCache, pages: Pages) -> None:
        self._database = database
        self._settings = settings
        self._pages = pages
        self._asked: dict[str, float] = {}

    def __call__(self, view: MayView, language: Language) -> bytes | None:
        """The page; None when the recipient has left the project."""
        shown = self._database.read(page_view, view.project_id, view.recipient, language)
        return None if shown is None else project(TEXTS[language], shown).encode()

    def shown(self, view: MayView) -> None:
        """Have a project read anew that is older than the cache may be; once a minute at most."""
        lives = timedelta(minutes=self._settings.get(ProjectSyncConfig).cache_ttl)
        if clock.now() - view.as_of < lives:
            return
        now = time.monotonic()
        if now - self._asked.get(view.project_id, -PAUSE_SECONDS) < PAUSE_SECONDS:
            return
        if len(self._asked) >= MOST_ASKED:
            self._asked.clear()
        self._asked[view.project_id] = now
        message = RefreshProject(project_id=view.project_id)
        self._pages.behind(lambda: self._database.write(enqueue, message, dedup=view.project_id))
