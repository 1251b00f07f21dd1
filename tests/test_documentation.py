"""What the pages say must be there, and what is there must stand in the pages."""

import re
from pathlib import Path

import pytest
import typer

from pipeline.cli import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def flat(commands, before=""):
    """Return the commands with those of their groups: "benchmark linking"."""
    found = {}
    for name, command in commands.items():
        inner = getattr(command, "commands", None)
        found.update(flat(inner, f"{before}{name} ") if inner else {before + name: command})
    return found


COMMANDS = flat(typer.main.get_command(app).commands)
OPTIONS = [
    (name, option)
    for name, command in COMMANDS.items()
    for param in command.params
    for option in param.opts
    if "--" in option
]


def section(command):
    """Return what docs/commands.md says about a command."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    return page.partition(f"## litsift {command}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert f"litsift {command}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert section(command)


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_is_documented(command, option):
    assert f"`{option}" in section(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_documented_option_exists(command):
    written = set(re.findall(r"^\| `(--[a-z-]+)", section(command), re.MULTILINE))
    assert written <= {option for name, option in OPTIONS if name == command}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("target", ["run", "test", "lint", "evaluate"])
def test_every_make_target_is_documented(target):
    assert f"make {target}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
