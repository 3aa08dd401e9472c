"""The rules of the house, as ratchets: new code does not cross a limit, and what crossed it once only shrinks."""

import argparse
import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django
import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from grimp import ImportGraph

from facevalue.config import environment
from facevalue.config.cli import parser
from tests.doors import DoorsContract

HOME = Path(__file__).parent.parent
LINES_PER_FUNCTION_MAX = 60
LINES_PER_FILE_MAX = 500
IMPORTS_PER_MODULE_MAX = 15
WRITTEN_BY_HAND = {".py", ".ts", ".js", ".mjs", ".html", ".css", ".sql"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager"}

# What crossed a limit before it was checked, and by how much: numbers go down and lines go away, nothing is added.
BASELINE: dict[str, dict[str, int]] = {"functions": {}, "files": {}, "imports": {}}

# Put together here, so that the files which forbid the names need not contain them.
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb.debian" + ".org")
WORKPLACE = re.compile(r"(?<![\w.])/(?:work|root|opt|home|Users)/")


def _committed() -> list[Path]:
    """Files that git knows or would add: what others are busy writing is held to the same rules."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=HOME, capture_output=True, check=True
    )
    return [path for name in listed.stdout.decode().split("\0") if name and (path := HOME / name).is_file()]


def _name(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def _written() -> list[Path]:
    return [path for path in _committed() if path.suffix in WRITTEN_BY_HAND]


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in _written():
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield path, ast.parse(path.read_text())


def _check(kind: str, sizes: Iterable[tuple[str, int]], limit: int) -> None:
    # Of several functions with one name the longest counts, so it has to come last.
    beyond = {name: size for name, size in sorted(sizes, key=lambda pair: pair[1]) if size > limit}
    assert beyond == BASELINE[kind], f"the limit is {limit}; lower the baseline when something shrank"


def test_functions_are_short() -> None:
    sizes = (
        (f"{_name(path)}::{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    _check("functions", sizes, LINES_PER_FUNCTION_MAX)


def test_files_are_short() -> None:
    sizes = ((_name(path), len(path.read_text().splitlines())) for path in _written())
    _check("files", sizes, LINES_PER_FILE_MAX)


def test_modules_import_little() -> None:
    sizes = (
        (_name(path), sum(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(tree)))
        for path, tree in _modules()
    )
    _check("imports", sizes, IMPORTS_PER_MODULE_MAX)


def test_names_say_what_they_hold() -> None:
    vague = {_name(path) for path in _committed() if FORBIDDEN_NAMES & {Path(part).stem for part in path.parts}}
    assert vague == set()


def test_no_file_knows_where_it_was_made() -> None:
    telling = []
    for path in _committed():
        text = path.read_text(errors="ignore")
        if WORKPLACE.search(text) or any(host in text for host in HOSTS):
            telling.append(_name(path))
    assert telling == []


def test_tests_mirror_rooms() -> None:
    """`tests/<room>/` stands for `facevalue/<room>/`, so that a newcomer knows where to look."""
    tests = HOME / "tests"
    folders = {path.parent.relative_to(tests) for path in _committed() if path.is_relative_to(tests)}
    strangers = {folder.as_posix() for folder in folders if not (HOME / "facevalue" / folder).is_dir()}
    assert strangers == set()


def _undocumented(words: Iterable[str]) -> set[str]:
    """Words that no page under docs/ has in code font, alone or at the start of a longer example."""
    pages = "\n".join(path.read_text() for path in _committed() if path.suffix == ".md" and path.is_relative_to(HOME / "docs"))
    return {word for word in words if not re.search(rf"`(?:[A-Z]+ )?{re.escape(word)}[ `?]", pages)}


def test_every_setting_is_documented() -> None:
    settings = re.findall(r'"((?:FACEVALUE|DATABASE)_[A-Z_]+)"', Path(environment.__file__).read_text())
    assert settings
    assert _undocumented(settings) == set()


def test_the_environment_is_read_in_one_place() -> None:
    readers = {
        _name(path)
        for path, tree in _modules()
        for node in ast.walk(tree)
        if path.is_relative_to(HOME / "facevalue")
        and isinstance(node, ast.Attribute)
        and ast.unparse(node) in ("os.environ", "os.getenv")
    }
    assert readers == {"facevalue/config/environment.py"}


def _commands(top: argparse.ArgumentParser) -> Iterator[str]:
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield below.prog
                yield from _commands(below)


def test_every_command_is_documented() -> None:
    assert _undocumented(_commands(parser())) == set()


def _pages(patterns: Iterable[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from _pages(entry.url_patterns, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern)


@pytest.fixture
def django_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACEVALUE_DATA", str(tmp_path))
    environment.use_django_settings()
    django.setup()


@pytest.mark.usefixtures("django_is_ready")
def test_every_page_is_documented() -> None:
    apps = import_module("facevalue.faces.ui.hosts").APP_PAGES
    pages = (page for hosts in (None, apps) for page in _pages(get_resolver(hosts).url_patterns))
    assert _undocumented(pages) == set()


def test_every_route_of_the_gateway_is_documented() -> None:
    """The gateway keeps them all in `routes.ROUTES`."""
    if find_spec("facevalue.faces") is None or find_spec("facevalue.faces.gateway") is None:
        return
    assert find_spec("facevalue.faces.gateway.routes"), "put the gateway's list of Starlette routes there, as ROUTES"
    routes = import_module("facevalue.faces.gateway.routes").ROUTES
    assert _undocumented(route.path for route in routes) == set()


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("facevalue.social.rules", "facevalue.ledger.actions", True),
        ("facevalue.social.rules", "facevalue.ledger.store", False),
        ("facevalue.social.rules", "facevalue.ledger", False),
        ("facevalue.social.rules", "facevalue.ledger.actions.moves", False),
        ("facevalue.ledger.actions", "facevalue.ledger.store", True),
        ("facevalue.ledger.store", "facevalue.kit.sql", True),
        ("facevalue.config.asgi", "facevalue.faces.gateway.app", True),
        ("facevalue.faces.brand.views", "facevalue.insight.store", False),
        ("facevalue.ledger.store", "numpy", True),
    ],
)
def test_only_doors_open(importer: str, imported: str, kept: bool) -> None:
    graph = ImportGraph()
    graph.add_import(importer=importer, imported=imported, line_number=1, line_contents="import it")
    doors = DoorsContract("doors", session_options={}, contract_options={})
    assert doors.check(graph, verbose=False).kept is kept
