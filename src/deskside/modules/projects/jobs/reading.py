"""Projects that are read anew."""

from deskside.modules.projects.messages import RefreshProject
from deskside.modules.projects.service.reading.behind import refresh
from deskside.platform.runs import RunContext, run_job


@run_job(RefreshProject, title_zh="刷新项目", title_en="Read a project anew", retries=2, timeout=60)
def refresh_project(run: RunContext[RefreshProject]) -> None:
    """One project."""
    refresh(run)
