"""The picture of the design: imports point down, every library has one home, files stay small."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("analysis", "charts", "storage", "handlers", "bot")
MAY_IMPORT = {
    "analysis": set(),
    "charts": {"analysis"},
    "storage": {"analysis"},
    "handlers": {"analysis", "charts", "storage"},
    "bot": {"analysis", "charts", "storage", "handlers"},
}
HOMES = {
    "slack_bolt": {"bot"},
    "slack_sdk": {"bot"},
    "aiohttp": {"bot"},
    "apscheduler": {"bot"},
    "tqdm": {"bot"},
    "sqlalchemy": {"storage"},
    "duckdb": {"storage"},
    "sqlglot": {"storage"},
    "alembic": {"storage"},
    "yaml": {"storage"},
    "pyarrow": {"storage"},
    "openpyxl": {"storage"},
    "matplotlib": {"charts"},
    "PIL": {"charts"},
    "fontTools": {"charts"},
    "rapidfuzz": {"analysis"},
    "babel": {"analysis"},
    "holidays": {"analysis"},
    "statsmodels": {"analysis"},
    "sklearn": {"analysis"},
    "scipy": {"analysis"},
    "threadpoolctl": {"analysis"},
    "pandas": {"analysis", "charts", "storage"},
    "numpy": {"analysis", "charts", "storage"},
}
SOURCES = sorted(p.relative_to(ROOT) for name in PACKAGES for p in (ROOT / name).rglob("*.py"))
PAGE = sorted(p.relative_to(ROOT) for p in (ROOT / "bot" / "workspace").rglob("*.js"))


@cache
def tree(path: Path) -> ast.Module:
    """What a module says, parsed once."""
    return ast.parse((ROOT / path).read_text())


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a module imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_imports_point_down_and_libraries_stay_at_home(path):
    package = path.parts[0]
    for name in imported(path):
        top = name.split(".")[0]
        if top in PACKAGES and top != package:
            assert top in MAY_IMPORT[package], f"{package} must not import {name}"
        if top in HOMES:
            assert package in HOMES[top], f"{name} has its home in {HOMES[top]}"
        assert name != "matplotlib.pyplot", "pyplot keeps global state: use Figure"


def test_the_workspace_knows_nothing_of_the_project():
    for path in SOURCES:
        if path.parts[:2] == ("bot", "workspace"):
            for name in imported(path):
                assert name.split(".")[0] not in PACKAGES or name.startswith("bot.workspace"), f"{path}: {name}"


@pytest.mark.parametrize("path", SOURCES + PAGE, ids=str)
def test_files_stay_small(path):
    assert len((ROOT / path).read_text().splitlines()) <= 250


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_module_says_what_it_is_for(path):
    docstring = ast.get_docstring(tree(path))
    assert docstring, f"{path} has no opening line"
    assert docstring.splitlines()[0].endswith("."), f"{path}: a sentence ends in a full stop"


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_functions_stay_small(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{path}:{node.lineno} {node.name}"


def dotted(path: Path) -> str:
    """The name a module is imported by."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports_at_load(path: Path) -> set[str]:
    """Project modules that must be loaded before this one can be; `from package import module` needs the module."""
    needed = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            needed |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            needed |= {name if name in MODULES else str(node.module) for name in whole}
    return needed & MODULES


def reached(start: str) -> set[str]:
    """The modules of the project that importing one imports."""
    found, waiting = set(), [start]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            packages = {name.rsplit(".", n)[0] for n in range(1, name.count(".") + 1)}
            waiting += imports_at_load(PATHS[name]) | packages & MODULES
    return found


def test_what_takes_seconds_to_import_stands_alone_and_is_not_on_the_way_to_the_first_answer():
    for path in SOURCES:
        if {name.split(".")[0] for name in imported(path)} & {"statsmodels", "sklearn", "scipy"}:
            assert path.parts[:2] == ("analysis", "predictive"), path
    assert not {name for name in reached("bot.__main__") if name.startswith("analysis.predictive")}


def test_no_module_needs_itself():
    graph = {dotted(path): imports_at_load(path) for path in SOURCES}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*trail, name))
            done.add(name)

    done: set[str] = set()
    for module in graph:
        visit(module, ())


PATHS = {dotted(path): path for path in SOURCES}
MODULES = set(PATHS)
