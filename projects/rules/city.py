"""The city as a value: what its offices are called, on pages and on paper (architecture, rule 8)."""

from dataclasses import dataclass, fields, replace

from projects.rules.roles import Role
from projects.rules.states import UnitKind


@dataclass(frozen=True)
class City:
    """One city's words.

    The defaults name no city: with them every page and paper reads as it should, only less at home.
    """

    name: str = ""  # 某某市, in titles: 2021年某某市50件民生实事…
    product: str = "民生实事进度管理"  # what stands above every page
    coordinator: str = "发展改革部门"  # the coordinating office in a sentence
    coordinator_full: str = "发展和改革委员会"  # the same below a paper
    coordinator_role: str = "协调员"
    supervisor: str = "政府办公室"  # the supervising office in a sentence
    supervisor_full: str = "人民政府办公室"
    supervisor_role: str = "督查员"
    masthead: str = "民生实事督查通报"  # the red head of a bulletin
    addressees: str = "各县、区人民政府，市各委办局，市各直属单位"  # to whom a bulletin goes
    copies_to: str = ""  # who gets a copy of it (抄送); nobody where it is left open
    notice_prefix: str = "督"  # 代字 of a notice's number: 督〔2021〕3号
    stationed: str = "驻地单位"  # units of the province or the state that stand in the city


WORDS = tuple(each.name for each in fields(City))


def city_from(words: dict[str, str]) -> City:
    """The neutral words with these in their place; ValueError names a key that is no word of a city, or a
    value that is no text.
    """
    for key, value in words.items():
        if key not in WORDS or not isinstance(value, str):
            raise ValueError(key)
    return replace(City(), **words)


def role_word(role: str, city: City) -> str:
    """How a role is called in this city; "" of a role that is none of ours."""
    own = {Role.COORDINATOR: city.coordinator_role, Role.SUPERVISOR: city.supervisor_role}
    return own.get(role) or Role.word_of(role)


def kind_word(kind: str, city: City) -> str:
    """How a kind of units is called in this city."""
    return city.stationed if kind == UnitKind.STATIONED else UnitKind.word_of(kind)


def kind_choices(city: City) -> list[tuple[str, str]]:
    """The kinds of units as choices, in the official order."""
    return [(kind, kind_word(kind, city)) for kind, _ in UnitKind.choices()]
