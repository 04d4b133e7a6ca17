"""The README tells the truth about the rooms, the commands and the pictures."""

from __future__ import annotations

import re
import subprocess
from fnmatch import fnmatch

from lantern.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8") if (ROOT / "README.md").exists() else ""
# Files of tools, which a reader does not look for.
UNMAPPED = {".gitignore", ".npmrc"}


def mapped() -> set[str]:
    """Return the paths in the map of rooms, which is the first block of code under its heading."""
    block = README.split("## The map of rooms", 1)[1].split("```", 2)[1]
    paths, room = set(), ""
    for line in block.splitlines()[1:]:
        # One room or file a line, or several files; what they are for stands two spaces further on.
        for name in re.split(r"\s{2,}", line.strip())[0].split():
            name = name.rstrip("/")
            room = room if line.startswith(" ") else name
            paths.add(f"{room}/{name}" if line.startswith(" ") else name)
    return paths


def tracked() -> set[str]:
    """Return all files that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(found.stdout.split())


def test_every_room_of_the_map_exists() -> None:
    for path in mapped():
        assert list(ROOT.glob(path)), path


def test_every_room_at_the_top_is_on_the_map() -> None:
    top = {path.split("/")[0] for path in tracked()} - UNMAPPED
    shown = {path.split("/")[0] for path in mapped()}
    missing = {name for name in top if not any(name == s or fnmatch(name, s) for s in shown)}
    assert not missing


def test_every_room_of_data_actions_and_lantern_is_on_the_map() -> None:
    rooms = {"/".join(path.split("/")[:2]) for path in tracked() if path.startswith(("data/", "lantern/"))}
    rooms -= {"lantern/__init__.py"}
    assert not rooms - mapped()


def test_every_link_to_a_file_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in target:
            assert (ROOT / target).exists(), target


def test_every_make_command_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in set(re.findall(r"`make ([a-z]+)", README)):
        assert re.search(rf"^{name}:", makefile, re.M), name
