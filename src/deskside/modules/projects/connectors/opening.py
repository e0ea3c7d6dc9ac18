"""The remote as the environment names it."""

from deskside.modules.projects.connectors.base import ProjectLibrary
from deskside.modules.projects.connectors.database import DatabaseLibrary
from deskside.modules.projects.connectors.http import HttpLibrary
from deskside.modules.projects.errors import not_set_up
from deskside.modules.projects.settings import ProjectsEnv


def is_set_up() -> bool:
    """Whether the environment names a remote."""
    env = ProjectsEnv()
    return bool(env.url or env.database_url)


def open_library() -> ProjectLibrary:
    """A new connector. Raise Conflict when nothing is set up."""
    env = ProjectsEnv()
    if env.url:
        return HttpLibrary(env)
    if env.database_url:
        return DatabaseLibrary(env)
    raise not_set_up()
