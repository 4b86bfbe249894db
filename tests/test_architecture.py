"""The rules of the house (which folder, which file), read from the source."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("projects", "progress", "lianyungang")
# Floors, then wings; each may use those before it. The data travels in this order.
FOLDERS = {
    "projects": (
        *("rules", "parsing", "models", "paper", "screen", "log", "files", "filing", "evidence"),
        *(
            "adoption",
            "corrections",
            "lists",
            "succession",
            "headings",
            "matters",
            "domains",
            "plans",
            "indicators",
        ),
        *("register", "accounts", "help"),
        *("admin", "management", "urls"),
    ),
    "progress": (
        *("rules", "models", "ledger"),
        *(
            "letters",
            "opening",
            "evidence",
            "extensions",
            "reports",
            "contributions",
            "unit_workbook",
            "paper_filing",
        ),
        *(
            "reminders",
            "notices",
            "coordination",
            "overdue",
            "oversight",  # the year's bulletin tells it
            "bulletins",
            "backfill",  # what counts as issued is frozen as an issue's figures are
            "scorecards",
            "year_end",
            "indicators",
        ),
        *("year", "tasks", "units", "start", "desk", "public", "api"),  # the desk tells what is left to start
        *("management", "urls"),
    ),
}
# The doors of projects, for progress.
DOORS = {
    "models",
    "rules",
    "screen",
    "paper",
    "log",
    "lists",
    "register",
    "files",
    "filing",
    "evidence",
    "plans",
    "indicators",
}
VALUES, MODELS, READS, PAPERS, ACTIONS, FORMS, VIEWS, URLS = range(8)
LAYER_OF_FOLDER = {
    "rules": VALUES,
    "parsing": VALUES,
    "paper": VALUES,
    "models": MODELS,
    "screen": READS,
    "management": VIEWS,
}
LAYER_OF_NAME = {
    "workbook": PAPERS,
    "document": PAPERS,
    "actions": ACTIONS,
    "forms": FORMS,
    "filters": FORMS,
    "tables": FORMS,
    "views": VIEWS,
    "context": VIEWS,
    "admin": VIEWS,
    "urls": URLS,
}
WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete"}
MAY_WRITE = {
    "projects.admin",
    "projects.models.people",
    "projects.files.s3_store",
}  # units and people; the manager makes the first administrator; bytes in a store
WRITES_HTML = {
    "projects.screen.cells",
    "projects.screen.filters",  # a select with its options
    "projects.screen.forms",  # widgets
    "progress.year.charts",  # SVG
}
TAG = re.compile(r"</[a-z]|<[a-z]+( [a-z-]+=|>$)")
ADDRESSES = {
    "projects.urls",
    "projects.rules.addresses",
    "progress.urls",
    "progress.api.urls",  # the API's own, each with the shape of its answer
    "progress.rules.addresses",
}
ADDRESS = re.compile(r"^/(\{\}|[a-z]+)/|[a-z]/\{\}/")
CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "datetime.now",
    "date.today",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
}
NO_NAMES = {
    "core",
    "common",
    "util",
    "utils",
    "helper",
    "helpers",
    "base",
    "parts",
    "rows",
    "overview",
    "misc",
}
OFFICE_WORDS = {
    "opening",
    "filing",
}  # 开启, 填报: names in -ing that are the office's own, beside rules/ and parsing/


OF_ONE_CITY = re.compile("连云|连督|连政|驻连|市发改委|市发展|市政府办|海州|徐圩|赣榆|灌[云南]")
MAY_NAME_A_CITY = ("projects/parsing/", "lianyungang/demo")  # parsing's examples, the demo; migrations too


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def sources(*apps: str) -> list[Path]:
    return sorted(
        path for app in apps or APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
    )


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def folder(module: str) -> str:
    """The floor or wing that it stands in; "" outside the house."""
    app, *rest = module.split(".")
    return rest[0] if rest and rest[0] in FOLDERS.get(app, ()) else ""


def layer(module: str) -> int:
    """How high a module stands: by its folder, else by the last word of its name."""
    if folder(module) in LAYER_OF_FOLDER:
        return LAYER_OF_FOLDER[folder(module)]
    return LAYER_OF_NAME.get(module.rpartition(".")[2].rpartition("_")[2], READS)


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that this one imports, wherever the statement stands."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {module for module in submodules if is_module(module)} or {node.module}
    return frozenset(found)


def is_module(dotted: str) -> bool:
    path = ROOT.joinpath(*dotted.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def ours(path: Path) -> set[str]:
    """The modules of the house that this one imports."""
    return {module for module in imports(path) if module.split(".")[0] in APPS}


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def offenders(offends, *apps: str) -> list[str]:
    """The modules that break a rule, each with what breaks it."""
    return [f"{name_of(path)}: {found}" for path in sources(*apps) if (found := offends(path))]


def test_the_apps_look_one_way():
    def upward(path):
        place = APPS.index(name_of(path).split(".")[0])
        return {module for module in ours(path) if APPS.index(module.split(".")[0]) > place}

    assert not offenders(upward, *APPS)


def test_every_module_stands_in_a_floor_or_a_wing():
    def outside(path):
        return name_of(path).count(".") and not folder(name_of(path)) and path.name != "apps.py"

    assert not offenders(outside, "projects", "progress")


def test_the_actual_enters_the_plan_through_its_doors():
    def elsewhere(path):
        entered = {folder(module) for module in ours(path) if module.startswith("projects.")}
        return entered - {"", *DOORS}

    assert not offenders(elsewhere, "progress")


def test_a_folder_uses_those_before_it_only():
    def backward(path):
        app, own = name_of(path).split(".")[0], folder(name_of(path))
        later = FOLDERS[app][FOLDERS[app].index(own) + 1 :] if own else ()
        return {module for module in ours(path) if module.startswith(app + ".") and folder(module) in later}

    assert not offenders(backward, "projects", "progress")


def test_layers_go_down():
    def upward(path):
        if not folder(name_of(path)):
            return set()
        return {module for module in ours(path) if folder(module) and layer(module) > layer(name_of(path))}

    assert not offenders(upward, "projects", "progress")


def test_no_circle_of_modules():
    uses = {name_of(path): ours(path) - {name_of(path)} for path in sources()}
    while free := {module for module, used in uses.items() if not used & uses.keys()}:
        uses = {module: used for module, used in uses.items() if module not in free}
    assert not uses


def test_values_know_no_django():
    def knows(path):
        return layer(name_of(path)) == VALUES and {
            module for module in imports(path) if module.split(".")[0] == "django"
        }

    assert not offenders(knows, "projects", "progress")


def test_spreadsheets_and_documents_are_opened_in_their_rooms_only():
    def opens(path):
        module = name_of(path)
        in_room = (
            module.startswith(("projects.paper.", "projects.parsing.formats")) or layer(module) == PAPERS
        )
        return not in_room and {"openpyxl", "docx"} & {name.split(".")[0] for name in imports(path)}

    assert not offenders(opens)


def test_only_actions_write():
    def writes(path):
        if layer(name_of(path)) == ACTIONS or name_of(path) in MAY_WRITE:
            return []
        return [
            f"line {call.lineno}"
            for call in calls(path)
            if isinstance(call.func, ast.Attribute) and is_write(call.func)
        ]

    assert not offenders(writes, "projects", "progress")


def is_write(function: ast.Attribute) -> bool:
    """`save` and `delete` of anything but a file in memory, `create` and the like of a manager."""
    subject = ast.unparse(function.value).lower()
    if function.attr == "update":
        return ".objects" in subject
    return function.attr in WRITES and not subject.endswith(("book", "document", "picture"))


def test_only_views_and_commands_know_the_time_and_the_request():
    def knows(path):
        if layer(name_of(path)) >= VIEWS:
            return []
        clocks = [ast.unparse(call.func) for call in calls(path) if ast.unparse(call.func) in CLOCKS]
        return clocks + ["HttpRequest"] * ("HttpRequest" in path.read_text(encoding="utf-8"))

    assert not offenders(knows, "projects", "progress")


def test_the_plan_names_no_act_of_the_actual():
    acts = [act for path in sources("progress") for act in declared(path)]

    def names(path):
        return strings(path) & set(acts) if name_of(path) != "projects.log.old_acts" else set()

    assert len(acts) > 40
    assert not offenders(names, "projects")


def test_an_act_is_declared_once():
    acts = [act for path in sources() for act in declared(path)]
    assert len(acts) == len(set(acts))


def declared(path: Path) -> list[str]:
    """The codes of the acts that a module declares."""
    made = [call for call in calls(path) if isinstance(call.func, ast.Name) and call.func.id == "Act"]
    return [call.args[0].value for call in made]


def test_tags_are_written_where_everything_is_escaped():
    def writes(path):
        if name_of(path) in WRITES_HTML or layer(name_of(path)) in (VALUES, PAPERS):
            return []
        marks = [word for word in ("mark_safe", "format_html") if word in path.read_text(encoding="utf-8")]
        documented = [node for node in ast.walk(tree(path)) if is_documented(node)]
        docstrings = {ast.get_docstring(node, clean=False) for node in documented}
        return marks + [text for text in strings(path) - docstrings if TAG.search(text)]

    assert not offenders(writes)


def test_addresses_are_spelled_in_one_place():
    def spells(path):
        if name_of(path) in ADDRESSES:
            return []
        nodes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr | ast.Constant)]
        return [text for node in nodes if ADDRESS.search(text := shape(node))]

    assert not offenders(spells, "projects", "progress")


def shape(node: ast.JoinedStr | ast.Constant) -> str:
    """The text of a string, its values as {}."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(shape(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def is_documented(node: ast.AST) -> bool:
    return isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)


def strings(path: Path) -> set[str]:
    nodes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]
    return {node.value for node in nodes if isinstance(node.value, str)}


def test_nothing_is_imported_inside_a_function():
    def inside(path):
        nodes = [node for function in functions(path) for node in ast.walk(function)]
        return [node.lineno for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]

    assert not offenders(inside)


def test_there_are_no_signals_and_no_hidden_clocks():
    assert not offenders(lambda path: "auto_now" in path.read_text(encoding="utf-8"))
    assert not offenders(
        lambda path: {
            module for module in imports(path) if "signals" in module or module == "django.dispatch"
        }
    )


def test_a_module_is_named_for_what_it_holds():
    def lies(path):
        names = set(name_of(path).split(".")) if folder(name_of(path)) else set()
        last_words = {name.rpartition("_")[2] for name in names}
        doing = {word for word in last_words if word.endswith("ing")} - OFFICE_WORDS
        return names & NO_NAMES or (folder(name_of(path)) not in {"rules", "parsing"} and doing)

    assert not offenders(lies, "projects", "progress")


def test_every_module_says_what_it_is_for():
    assert not offenders(lambda path: not ast.get_docstring(tree(path)))


def test_every_function_is_typed():
    assert not offenders(
        lambda path: [function.name for function in functions(path) if not is_typed(function)]
    )


def is_typed(function: ast.FunctionDef) -> bool:
    arguments = [
        argument
        for argument in function.args.args + function.args.kwonlyargs
        if argument.arg not in {"self", "cls"}
    ]
    return function.returns is not None and all(argument.annotation for argument in arguments)


def test_every_action_says_what_it_promises_and_takes_its_subject_first():
    def breaks(path):
        if layer(name_of(path)) != ACTIONS:
            return []
        public = [
            node
            for node in tree(path).body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]
        return [
            function.name
            for function in public
            if not ast.get_docstring(function) or len(function.args.args) > 1
        ]

    assert not offenders(breaks, "projects", "progress")


def test_no_code_and_no_template_names_an_office_of_one_city():
    read = [
        *sources(),
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "lianyungang" / "static").rglob("*.js"),
    ]
    named = {
        place: found
        for path in read
        if not (place := path.relative_to(ROOT).as_posix()).startswith(MAY_NAME_A_CITY)
        and (found := OF_ONE_CITY.findall(path.read_text(encoding="utf-8")))
    }
    assert named == {}


def test_a_template_is_no_wider_than_a_page():
    wide = [
        f"{path.relative_to(ROOT)}:{number} {len(line)}"
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for number, line in enumerate(path.read_text().split("\n"), 1)
        if len(line) > 120
    ]
    assert not wide


def test_the_top_level_holds_what_the_house_says():
    allowed = {
        "manage.py",
        *APPS,
        "templates",
        "fixtures",
        "tests",
        "pyproject.toml",
        "README.md",
        "Makefile",
        "LICENSE",
        "var",
    }
    assert (
        not {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__pycache__"))} - allowed
    )


def test_nothing_is_left_to_do_later():
    assert not offenders(
        lambda path: [word for word in ("TODO", "FIXME", "XXX") if word in path.read_text(encoding="utf-8")]
    )
