"""The rules of the house, read from the source."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("projects", "progress", "lianyungang")
NOUNLESS = {"core", "common", "utils", "util", "helpers", "helper", "misc"}
LAYER_OF_FOLDER = {
    "parsing": 0,
    "exports": 0,
    "models": 1,
    "actions": 3,
    "forms": 4,
    "filters": 4,
    "tables": 4,
    "views": 5,
    "management": 5,
    "templatetags": 4,
    "admin": 5,
    "urls": 6,
}
LAYER_OF_READS = 2
PROGRESS_MAY_ENTER = {
    "models",
    "actions",
    "quarters",
    "errors",
    "roles",
    "states",
    "amounts",
    "planning",
    "posted",
    "punctuation",
    "downloads",
    "links",
    "tables.base",
    "filters.base",
    "forms.base",
    "exports.sheets",
    "exports.archive",
    "exports.letters",
    "exports.measuring",
}
WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete"}
SPREADSHEETS_AND_DOCUMENTS = {"openpyxl", "docx"}
DJANGO_FREE_FOLDERS = {"parsing", "exports"}
SHARED_AMONG_SIBLINGS = {
    "actions": ("log", "corrections", "owing", "locking"),
    "tables": ("base",),
    "filters": ("base",),
    "forms": ("base",),
}  # written inside an act's own transaction; the shared bases
MAY_WRITE = {"projects.admin", "projects.models.people"}  # the admin keeps units and people; the manager makes the first administrator
CLOCKS = {"timezone.now", "timezone.localdate", "datetime.now", "date.today", "datetime.today", "datetime.utcnow", "time.time"}
DJANGO_FREE_MODULES = {
    "projects.quarters",
    "projects.roles",
    "projects.errors",
    "projects.states",
    "projects.amounts",
    "projects.marking",
    "projects.planning",
    "projects.posted",
    "projects.punctuation",
    "projects.recorded",
    "progress.calendar",
    "progress.charts",
    "progress.chasing",
    "progress.closing",
    "progress.deadlines",
    "progress.differing",
    "progress.inks",
    "progress.items",
    "progress.requirements",
    "progress.standings",
    "progress.totals",
    "progress.weighing",
    "progress.judging",
    "progress.figures",
    "progress.paragraphs",
    "progress.prose",
    "progress.publishing",
    "progress.reminding",
    "progress.states",
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def sources(*apps: str) -> list[Path]:
    return sorted(path for app in apps or APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """Every module that this one imports, wherever the statement stands."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names if is_module(f"{node.module}.{alias.name}")}
    return found


def is_module(dotted: str) -> bool:
    path = ROOT.joinpath(*dotted.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def imports_django(path: Path, seen: frozenset = frozenset()) -> bool:
    """Whether it imports Django itself or through a module of ours that stands in the same layer."""
    for module in imports(path):
        if module.split(".")[0] == "django":
            return True
        if module.split(".")[0] in APPS and layer(module) == 0 and module not in seen:
            target = ROOT.joinpath(*module.split("."))
            target = target / "__init__.py" if target.is_dir() else target.with_suffix(".py")
            if imports_django(target, seen | {module}):
                return True
    return False


def layer(module: str) -> int:
    """0 values, 1 models, 2 reads, 3 actions, 4 forms, 5 views, 6 urls; on an app's own level a read asks the models, a value does not."""
    parts = module.split(".")
    if len(parts) < 2:
        return 0
    if parts[1] in LAYER_OF_FOLDER:
        return LAYER_OF_FOLDER[parts[1]]
    path = ROOT.joinpath(*parts).with_suffix(".py")
    asks = path.exists() and any(found.startswith(tuple(f"{app}.models" for app in APPS)) for found in imports(path))
    return LAYER_OF_READS if asks else 0


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def of_app(module: str, app: str) -> bool:
    return module == app or module.startswith(app + ".")


def offenders(offends, *apps: str) -> list[str]:
    """The modules that break a rule, each with what breaks it."""
    return [f"{name_of(path)}: {found}" for path in sources(*apps) if (found := offends(path))]


def public_functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def test_the_plan_knows_nothing_of_what_happened():
    assert not offenders(lambda path: [module for module in imports(path) if of_app(module, "progress") or of_app(module, "lianyungang")], "projects")


def test_the_actual_enters_the_plan_through_its_doors():
    def elsewhere(path):
        entered = {module.removeprefix("projects.") for module in imports(path) if module.startswith("projects.")}
        return [module for module in entered if not any(of_app(module, door) for door in PROGRESS_MAY_ENTER)]

    assert not offenders(elsewhere, "progress")
    assert not offenders(lambda path: [module for module in imports(path) if of_app(module, "lianyungang")], "progress")


def test_layers_go_down():
    def upward(path):
        module = name_of(path)
        return [other for other in imports(path) if of_app(other, module.split(".")[0]) and layer(other) > layer(module)]

    assert not offenders(upward, "projects", "progress")


def test_from_the_actions_up_siblings_do_not_import_each_other():
    def sideways(path):
        module = name_of(path)
        folder = ".".join(module.split(".")[:2])
        if layer(module) < LAYER_OF_FOLDER["actions"] or path.name in {"__init__.py", "urls.py"}:
            return []
        siblings = {other for other in imports(path) if other.startswith(folder + ".") and other != module}
        return siblings - {f"{folder}.{base}" for base in SHARED_AMONG_SIBLINGS.get(folder.split(".")[-1], ())}

    assert not offenders(sideways, "projects", "progress")


def test_values_know_no_django():
    def knows(path):
        module = name_of(path)
        is_value = module in DJANGO_FREE_MODULES or (module.count(".") and module.split(".")[1] in DJANGO_FREE_FOLDERS)
        return is_value and imports_django(path)

    assert not offenders(knows, "projects", "progress")


def test_spreadsheets_and_documents_are_opened_in_their_rooms_only():
    def opens(path):
        in_room = ".exports" in name_of(path) or ".parsing.formats" in name_of(path)
        return not in_room and SPREADSHEETS_AND_DOCUMENTS & {module.split(".")[0] for module in imports(path)}

    assert not offenders(opens)


def test_only_actions_write():
    def writes(path):
        if ".actions" in name_of(path) or name_of(path) in MAY_WRITE:
            return []
        calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
        return [f"line {call.lineno}: {ast.unparse(call.func)}" for call in calls if is_write(call.func)]

    assert not offenders(writes, "projects", "progress")


def is_write(function: ast.Attribute) -> bool:
    """`save` and `delete` of anything but a file in memory, `create` and the like of a manager."""
    subject = ast.unparse(function.value).lower()
    if function.attr == "update":
        return ".objects" in subject
    return function.attr in WRITES and not subject.endswith(("book", "document"))


def test_nothing_is_imported_inside_a_function():
    def inside(path):
        return [node.lineno for function in functions(path) for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]

    assert not offenders(inside)


def test_there_are_no_signals_and_no_hidden_clocks():
    assert not offenders(lambda path: "auto_now" in path.read_text(encoding="utf-8"))
    assert not offenders(lambda path: [module for module in imports(path) if "signals" in module or module == "django.dispatch"])


def test_only_views_and_commands_know_the_time_and_the_request():
    def knows(path):
        if layer(name_of(path)) >= LAYER_OF_FOLDER["views"]:
            return []
        calls = [ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
        return [call for call in calls if call in CLOCKS] + ["HttpRequest"] * ("HttpRequest" in path.read_text(encoding="utf-8"))

    assert not offenders(knows, "projects", "progress")


def test_a_module_is_named_for_what_it_holds():
    assert not offenders(lambda path: NOUNLESS & set(name_of(path).split(".")))


def test_every_module_says_what_it_is_for():
    assert not offenders(lambda path: not ast.get_docstring(tree(path)))


def test_every_function_is_typed():
    def untyped(path):
        return [f"line {function.lineno}: {function.name}" for function in functions(path) if not is_typed(function)]

    assert not offenders(untyped)


def is_typed(function: ast.FunctionDef) -> bool:
    arguments = [argument for argument in function.args.args + function.args.kwonlyargs if argument.arg not in {"self", "cls"}]
    return function.returns is not None and all(argument.annotation for argument in arguments)


def test_every_action_says_what_it_promises_and_takes_its_subject_first():
    actions = [path for path in sources("projects", "progress") if ".actions." in name_of(path)]
    public = [(name_of(path), function) for path in actions for function in public_functions(path)]
    assert not [f"{module}: {function.name}" for module, function in public if not ast.get_docstring(function)]
    assert not [
        f"{module}: {function.name}"
        for module, function in public
        if len(function.args.args) > 1 and not module.endswith(SHARED_AMONG_SIBLINGS["actions"])
    ]


def test_the_top_level_holds_what_the_house_says():
    allowed = {"manage.py", *APPS, "templates", "fixtures", "tests", "pyproject.toml", "README.md", "Makefile", "LICENSE", "var"}
    assert not {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__pycache__"))} - allowed


def test_nothing_is_left_to_do_later():
    assert not offenders(lambda path: [word for word in ("TODO", "FIXME", "XXX") if word in path.read_text(encoding="utf-8")])
