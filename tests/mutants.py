"""`make mutants`: change the rules one sign at a time, in a copy, and say which changes no test notices.

Every survivor is either a test that lacks or a change that changes nothing; a person says which. cosmic-ray
makes the changes. pytest and all that is not ours is loaded once; every change is tried in a fork of that.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path

import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent
RULES = ("progress/rules", "projects/rules")
AMOUNTS = ("amounts", "quantities", "numerals", "planned", "basis", "cell_figures")  # of projects/parsing
LONGEST = 5  # times as long as the tests take unchanged; a change that makes a loop endless is noticed
LARGEST = 4 * 2**30  # bytes of memory, likewise
NO_VERDICT = ("__init__", "addresses", "city", "errors", "roles", "states", "words")  # words and places alone
NEEDS_DJANGO = "tests/progress/rules/test_addresses.py"
PYTEST = (
    "-xq",
    "-cnothing.ini",
    "--rootdir=.",
    "--import-mode=importlib",
    "--noconftest",
    "-pno:cacheprovider",
)
UNJUDGED = ("(*, ", " *, ", "-     *,", "@dataclass(")  # how a function is called, whether a value is frozen
LEFT_OUT = re.compile(  # what only breaks a line, which every test notices, or changes the same sign again
    "core/(ReplaceBinaryOperator_(?!Add_Sub$|Sub_Add$|Mul_Div$|Div_Mul$)"
    "|ReplaceComparisonOperator_"
    "(?!Eq_NotEq$|NotEq_Eq$|Lt_LtE$|Lt_Gt$|LtE_Lt$|LtE_Gt$|Gt_GtE$|Gt_Lt$|GtE_Gt$|GtE_Lt$|Is_IsNot$|IsNot_Is$)"
    "|Variable|RemoveDecorator|ExceptionReplacer)"
)


def main() -> int:
    """Try the modules named, or all of them; print the survivors, return how many there are."""
    parser = ArgumentParser(description="Change the rules and say which changes no test notices.")
    parser.add_argument("modules", nargs="*", type=Path)
    parser.add_argument("--own", action="store_true", help="ask each module's own tests alone")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "var", ".*_cache"))
        (copy / "nothing.ini").write_text("[pytest]\n")
        os.chdir(copy)
        sys.path[0] = str(copy)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        count = 0
        for module in asked.modules or _modules():
            tests = _tests(module)[:1] if asked.own else _tests(module)
            for survivor in _survivors(module, tests):
                count += 1
                print(survivor, flush=True)  # noqa: T201
    print(f"{count} changes that no test noticed")  # noqa: T201
    return count


def _modules() -> Iterator[Path]:
    """The rules, and what reads amounts."""
    for folder in RULES:
        modules = sorted(path.relative_to(ROOT) for path in (ROOT / folder).glob("*.py"))
        yield from (module for module in modules if module.stem not in NO_VERDICT)
    yield from (Path(f"projects/parsing/{name}.py") for name in AMOUNTS)


def _survivors(module: Path, tests: list[str]) -> Iterator[str]:
    source = module.read_text()
    if not tests:
        raise SystemExit(f"{module}: no test of its folder imports it")
    _load(tests)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    if _noticed(tests, resource.RLIM_INFINITY):
        raise SystemExit(f"{module}: its tests fail before anything is changed")
    seconds = LONGEST * (1 + int(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before))
    for name, occurrence, place in _changes(source):
        changed = mutate_code(source, get_operator(name)(), occurrence)
        lines = [line for line in ndiff(source.splitlines(), changed.splitlines()) if line[0] in "-+"]
        if any(mark in lines[0] for mark in UNJUDGED):
            continue
        module.write_text(changed)
        if not _noticed(tests, seconds):
            yield "\n".join([f"{module}:{place[0]}:{place[1]} {name}", *lines])
    module.write_text(source)


def _changes(source: str) -> Iterator[tuple[str, int, tuple[int, int]]]:
    """Every operator that has something to change, the how manieth such thing, and where that begins."""
    nodes = list(ast_nodes(get_ast(source)))
    for name in operator_names():
        operator = get_operator(name)
        if not LEFT_OUT.match(name) and not operator.arguments():
            places = [start for node in nodes for start, _ in operator().mutation_positions(node)]
            yield from ((name, occurrence, place) for occurrence, place in enumerate(places))


def _tests(module: Path) -> list[str]:
    """The module's own tests first, then those of its folder that import it, however far off."""
    folder = Path("tests") / module.parent
    graph = subprocess.run(
        [sys.executable, "-m", "ruff", "analyze", "graph", "--quiet", "--direction", "dependents"],
        check=True,
        capture_output=True,
    )
    dependents, reached, waiting = json.loads(graph.stdout), {str(module)}, [str(module)]
    while waiting:
        new = set(dependents.get(waiting.pop(), ())) - reached
        reached |= new
        waiting += new
    own = folder / f"test_{module.name}"
    found = sorted(path for path in folder.glob("test_*.py") if str(path) in reached)
    return [str(path) for path in sorted(found, key=lambda path: path != own) if str(path) != NEEDS_DJANGO]


def _load(tests: list[str]) -> None:
    """Import what the tests import, and forget again what is ours: the forks import that changed."""
    sys.dont_write_bytecode = False
    pytest.main([*PYTEST, "--collect-only", "-qq", *tests])
    sys.dont_write_bytecode = True  # two changes within a second would look the same to Python
    for name, loaded in list(sys.modules.items()):
        if name != "__main__" and str(getattr(loaded, "__file__", None)).startswith(str(Path.cwd())):
            del sys.modules[name]


def _noticed(tests: list[str], seconds: int) -> bool:
    """Whether a test fails, in a process of its own that has so many seconds of a processor."""
    child = os.fork()
    if not child:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_AS, (LARGEST, LARGEST))
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            code = pytest.main([*PYTEST, *tests])
        except BaseException:
            code = 1
        os._exit(code)
    return os.waitpid(child, 0)[1] != 0


if __name__ == "__main__":
    sys.exit(bool(main()))
