"""What the documentation says is so."""

import re
from collections.abc import Iterator
from pathlib import Path

from deskside import cli, registry  # noqa: F401 - imports every EnvGroup
from deskside.kernel.config import EnvGroup

ROOT = Path(__file__).parents[2]


def variables() -> Iterator[str]:
    """Every environment variable that the product reads."""
    for group in EnvGroup.__subclasses__():
        prefix = group.model_config["env_prefix"]
        yield from (f"{prefix}{name}".upper() for name in group.model_fields)


def test_every_variable_is_in_the_settings_page() -> None:
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    documented = set(re.findall(r"`(DESKSIDE_[A-Z_]+)`", page))
    assert set(variables()) - documented == set()


def test_every_command_is_in_the_operating_page() -> None:
    page = (ROOT / "docs/operating.md").read_text("utf-8")
    names = {
        command.name or command.callback.__name__
        for command in cli.app.registered_commands
        if command.callback
    }
    assert {name for name in names if f"`deskside {name}" not in page} == set()


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)
