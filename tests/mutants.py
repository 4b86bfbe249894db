"""`make mutants`: change the rules one sign at a time, in a copy, and say which changes no test notices.

Every survivor is either a test that lacks or a change that changes nothing; a person says which. It takes
an hour or two, so it is no part of the suite.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ("progress/rules", "projects/rules")
AMOUNTS = ("amounts", "quantities", "numerals", "planned", "basis", "cell_figures")  # of projects/parsing
LONGEST = 120.0  # seconds of one try; a change that makes a loop endless counts as noticed
NO_VERDICT = ("__init__", "addresses", "city", "errors", "roles", "states", "words")  # words and places alone
NEEDS_DJANGO = "tests/progress/rules/test_addresses.py"
PYTEST = (
    "-m pytest -x -q -c {nothing} --rootdir . --import-mode importlib --noconftest -p no:cacheprovider"
    f" --ignore {NEEDS_DJANGO}"
)
UNJUDGED = ("(*, ", " *, ", "-    *,", "@dataclass(")  # how a function is called, whether a value is frozen
LEFT_OUT = (  # what only breaks a line, which every test notices, or changes the same sign a second time
    "core/ReplaceBinaryOperator_(?!Add_Sub$|Sub_Add$|Mul_Div$|Div_Mul$)",
    "core/ReplaceComparisonOperator_"
    "(?!Eq_NotEq$|NotEq_Eq$|Lt_LtE$|Lt_Gt$|LtE_Lt$|LtE_Gt$|Gt_GtE$|Gt_Lt$|GtE_Gt$|GtE_Lt$|Is_IsNot$|IsNot_Is$)",
    "core/(Variable|RemoveDecorator|ExceptionReplacer)",
)


def main() -> int:
    """Try the modules named, or all of them; print the survivors, return how many there are."""
    modules = [Path(each) for each in sys.argv[1:]] or list(_modules())
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "var", ".*_cache"))
        survivors = [line for module in modules for line in _survivors(module, copy, Path(folder))]
    print(*survivors, f"{len(survivors)} changes that no test noticed", sep="\n")  # noqa: T201
    return len(survivors)


def _modules() -> Iterator[Path]:
    """The rules, and what reads amounts."""
    for folder in RULES:
        modules = sorted(path.relative_to(ROOT) for path in (ROOT / folder).glob("*.py"))
        yield from (module for module in modules if module.stem not in NO_VERDICT)
    yield from (Path(f"projects/parsing/{name}.py") for name in AMOUNTS)


def _tests(module: Path) -> str:
    """The module's own tests first, then those of its folder: what one rule gives another asks about."""
    own = Path("tests") / module.parent / f"test_{module.name}"
    return f"{own} {own.parent}" if (ROOT / own).exists() else str(own.parent)


def _survivors(module: Path, copy: Path, folder: Path) -> Iterator[str]:
    config, session, nothing = folder / "mutants.toml", folder / "mutants.sqlite", folder / "nothing.ini"
    nothing.write_text("[pytest]\n")
    session.unlink(missing_ok=True)
    command = f"{sys.executable} {PYTEST.format(nothing=nothing)} {_tests(module)}"
    config.write_text(
        "[cosmic-ray]\n"
        f'module-path = "{module}"\ntimeout = {LONGEST}\nexcluded-modules = []\ntest-command = "{command}"\n'
        '[cosmic-ray.distributor]\nname = "local"\n'
        f"[cosmic-ray.filters.operators-filter]\nexclude-operators = {json.dumps(LEFT_OUT)}\n"
    )
    tools, quick = Path(sys.executable).parent, os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    for tool, *named in (
        ("cosmic-ray", "baseline", config),
        ("cosmic-ray", "init", config, session),
        ("cr-filter-operators", session, config),
        ("cosmic-ray", "exec", config, session),
    ):
        subprocess.run([tools / tool, *named], cwd=copy, check=True, env=quick, stdout=sys.stderr)
    dump = subprocess.run(
        [tools / "cosmic-ray", "dump", session], cwd=copy, check=True, capture_output=True, text=True
    )
    for line in dump.stdout.splitlines():
        job, result = json.loads(line)
        if result and result["test_outcome"] == "survived" and result["worker_outcome"] == "normal":
            mutation = job["mutations"][0]
            place = mutation["start_pos"]
            changed = [each for each in result["diff"].splitlines() if re.match(r"[-+](?![-+]{2} )", each)]
            if any(mark in changed[0] for mark in UNJUDGED):
                continue
            yield "\n".join([f"{module}:{place[0]}:{place[1]} {mutation['operator_name']}", *changed])


if __name__ == "__main__":
    sys.exit(bool(main()))
