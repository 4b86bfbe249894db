"""The rows of a workbook of people, checked: every fault at once, by cell, in plain words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from projects.accounts.new_accounts import NewAccount
from projects.accounts.person_checks import LONGEST_NAME, email_problem, telephone_problem
from projects.models import Unit, UnitAlias, User
from projects.rules.person_names import is_a_persons
from projects.rules.punctuation import FULL_WIDTH
from projects.rules.roles import UNIT_ROLES, Role
from projects.screen.posted import whole_number

HEADS = ("姓名", "单位", "角色", "手机", "邮箱")
MOST_ROWS = 1000
LIKE = 0.5  # how alike a registered name must be to be offered


@dataclass(frozen=True)
class TypedRow:
    """One row as it was typed: its number in the sheet, its cells in the order of HEADS, their columns."""

    number: int
    cells: tuple[str, str, str, str, str]
    columns: tuple[str, ...] = ("A", "B", "C", "D", "E")

    def cell(self, head: str) -> str:
        """The address of a cell, as B7."""
        return f"{self.columns[HEADS.index(head)]}{self.number}"


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell."""

    cell: str
    sentence: str


@dataclass(frozen=True)
class Checked:
    """What the rows hold: the people to come, those who have their account already, what is wrong."""

    people: tuple[NewAccount, ...]
    there: tuple[NewAccount, ...]
    problems: tuple[Problem, ...]


def checked(rows: Sequence[TypedRow]) -> Checked:
    """Every row looked at, against the register, the accounts and one another."""
    if not rows:
        return Checked((), (), (Problem("A2", "表中没有人员，请在表头下面一人填一行。"),))
    if len(rows) > MOST_ROWS:
        return Checked((), (), (Problem(f"A{rows[-1].number}", f"超过 {MOST_ROWS} 行，请分几次导入。"),))
    units = _units_by_name()
    here = {
        (person.unit_id, person.display_name): person.role
        for person in User.objects.filter(is_active=True, unit__isnull=False)
    }
    people, there, problems = [], [], []
    first: dict[tuple[int, str], TypedRow] = {}
    for row in rows:
        wrong = list(_problems(row, units))
        if not wrong:
            person = _person(row, units)
            key = (person.unit.pk, person.display_name)
            wrong = list(_twice(row, person, first.get(key), here.get(key)))
            first.setdefault(key, row)
            (there if key in here else people).append(person)
        problems += wrong
    return Checked(tuple(people), tuple(there), tuple(problems))


def lines_packed(rows: Iterable[TypedRow]) -> str:
    """The rows as text, for the page to carry until they are saved."""
    return "\n".join("\t".join((str(row.number), *row.columns, *row.cells)) for row in rows)


def lines_unpacked(lines: str) -> list[TypedRow]:
    """The rows of such a text; what is no row is passed over."""
    parts = [line.split("\t") for line in lines.splitlines()]
    return [
        TypedRow(number, tuple(each[6:]), tuple(each[1:6]))
        for each in parts
        if len(each) == 1 + 2 * len(HEADS) and (number := whole_number(each[0])) is not None
    ]


def _problems(row: TypedRow, units: Mapping[str, Unit]) -> Iterator[Problem]:
    name, unit, role, telephone, email = row.cells
    if not name:
        yield Problem(row.cell("姓名"), "没有填姓名。")
    elif len(name) > LONGEST_NAME or not is_a_persons(name, unit=unit):
        yield Problem(row.cell("姓名"), f"“{name}”不是人员姓名。")
    if unit not in units:
        yield Problem(row.cell("单位"), _unknown_unit(unit, units))
    if not _role(role):
        yield Problem(row.cell("角色"), _unknown_role(role))
    if problem := telephone_problem(telephone):
        yield Problem(row.cell("手机"), problem)
    if problem := email_problem(email):
        yield Problem(row.cell("邮箱"), problem)


def _twice(row: TypedRow, person: NewAccount, first: TypedRow | None, role: str | None) -> Iterator[Problem]:
    """One person, one account."""
    if first is not None:
        sentence = f"与第 {first.number} 行是同一单位的同一人；一人一个账号，确是两人的请在姓名后注明区别。"
        yield Problem(row.cell("姓名"), sentence)
    elif role is not None and role != person.role:
        there = f"{person.display_name}在{person.unit}已是{Role.word_of(role)}"
        sentence = f"{there}；一人一个账号，不能再任{person.role_word}。"
        yield Problem(row.cell("角色"), sentence)


def _person(row: TypedRow, units: Mapping[str, Unit]) -> NewAccount:
    name, unit, role, telephone, email = row.cells
    return NewAccount(units[unit], _role(role), name, telephone, email)


def _role(word: str) -> str:
    return next((role for role in UNIT_ROLES if role.word == word), "")


def _unknown_role(word: str) -> str:
    allowed = "、".join(role.word for role in UNIT_ROLES)
    return f"“{word}”不能在这里开立，只能填：{allowed}。" if word else f"没有填角色，请填：{allowed}。"


def _units_by_name() -> dict[str, Unit]:
    """Active units by every name that they go by."""
    units = {unit.pk: unit for unit in Unit.objects.active()}
    named = {unit.full_name: unit for unit in units.values() if unit.full_name}
    aliases = UnitAlias.objects.filter(unit__in=units).values_list("name", "unit")
    named |= {name: units[key] for name, key in aliases}
    named |= {name.translate(FULL_WIDTH): unit for name, unit in named.items()}
    return named | {unit.name: unit for unit in units.values()}


def _unknown_unit(typed: str, units: Mapping[str, Unit]) -> str:
    if not typed:
        return "没有填单位。"
    like = get_close_matches(typed, units, n=1, cutoff=LIKE)
    hint = f"最接近的是“{units[like[0]]}”" if like else "请先在“单位”页登记"
    return f"名录中没有在用的单位“{typed}”，{hint}。"
