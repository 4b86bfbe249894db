"""Recognise printed names: which unit or group of the register is meant, and what is left to ask."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property

from projects.parsing.parsed import Finding, ParsedList, ParsedTask

EXACT = "exact"
ALIAS = "alias"
ANSWERED = "answered"
AMBIGUOUS = "ambiguous"
UNKNOWN = "unknown"

NEAREST = 3  # names offered for an unknown one
LIKENESS = 0.35  # below it a name is not offered
OFFICE = re.compile(r"(?<=[县区])(?:人民政府|政府|管委会|管理委员会)$")
CORE = re.compile(r"^(?:连云港市|市)|(?:委员会|办公室|局|委|办|会|中心|公司|集团)$")
BRACKET = re.compile(r"^(?P<name>[^()]+)\((?P<inner>[^()]+)\)$")


@dataclass(frozen=True)
class Registered:
    """One unit or group of the register, under all its names."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    full_name: str = ""
    kind: str = ""
    is_group: bool = False


@dataclass(frozen=True)
class Register:
    """The register of units and groups; the city's name is what full names begin with."""

    entries: tuple[Registered, ...] = ()
    city: str = "连云港市"

    @cached_property
    def by_code(self) -> dict[str, Registered]:
        """Every entry under its code."""
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def by_name(self) -> dict[str, tuple[str, ...]]:
        """Codes under every registered name, in its normal form."""
        return _codes_by_key((key(entry.name), entry.code) for entry in self.entries)

    @cached_property
    def by_alias(self) -> dict[str, tuple[str, ...]]:
        """Codes under every alias and full name, in its normal form."""
        return _codes_by_key(
            (name, entry.code) for entry in self.entries for name in _other_names(entry, self.city)
        )


@dataclass(frozen=True)
class Recognition:
    """What a printed name was taken for; candidates are codes, nearest first, where none or several fit."""

    printed: str
    how: str
    code: str | None = None
    candidates: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """A person has to say which unit is meant."""
        return self.code is None


@dataclass(frozen=True)
class Recognised:
    """A whole document's names, what they were taken for, and what a person should look at."""

    names: Mapping[str, Recognition] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def questions(self) -> tuple[Recognition, ...]:
        """The names that nobody could place yet."""
        return tuple(recognition for recognition in self.names.values() if recognition.is_open)


def key(name: str) -> str:
    """The normal form in which names are compared: one width, no white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def recognise(printed: str, register: Register) -> Recognition:
    """The unit or group that a printed name means, by name, alias or its parts; else the nearest names."""
    wanted = key(printed)
    exact = register.by_name.get(wanted, ())
    if len(exact) == 1:
        return Recognition(printed, EXACT, exact[0])
    codes = exact or _by_other_name(wanted, register)
    if len(codes) == 1:
        return Recognition(printed, ALIAS, codes[0])
    if codes:
        return Recognition(printed, AMBIGUOUS, candidates=codes)
    return Recognition(printed, UNKNOWN, candidates=nearest(printed, register))


def recognise_all(
    parsed: ParsedList, register: Register, answers: Mapping[str, str] | None = None
) -> Recognised:
    """Every name of a document; `answers` (printed name → code) settle what the register does not know."""
    answered = {key(name): code for name, code in (answers or {}).items() if code in register.by_code}
    names = {}
    for printed in _printed_names(parsed.tasks):
        code = answered.get(key(printed))
        names[printed] = Recognition(printed, ANSWERED, code) if code else recognise(printed, register)
    findings = [*_name_findings(parsed.tasks, names, register), *_doubles(parsed.tasks, names, register)]
    return Recognised(names, tuple(sorted(findings, key=lambda finding: finding.task or 0)))


def once_each(parsed: ParsedList, names: Mapping[str, Recognition]) -> ParsedList:
    """The list with every unit once in a task, where it stands first: a lead named again stays the lead."""
    return replace(parsed, tasks=tuple(_named_once(task, names) for task in parsed.tasks))


def nearest(printed: str, register: Register) -> tuple[str, ...]:
    """Codes of the registered names most like a printed one, the likest first."""
    wanted = key(printed)
    scores = [
        (max(_likeness(wanted, name) for name in _all_names(entry)), entry.code) for entry in register.entries
    ]
    ranked = sorted(((score, code) for score, code in scores if score >= LIKENESS), key=lambda pair: -pair[0])
    return tuple(code for _, code in ranked[:NEAREST])


def _codes_by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for name, code in pairs:
        if code not in codes.get(name, ()):
            codes[name] = (*codes.get(name, ()), code)
    return codes


def _other_names(entry: Registered, city: str) -> Iterable[str]:
    """Aliases, the full name, and both ways of writing the city before them."""
    for alias in entry.aliases:
        yield key(alias)
    if entry.full_name:
        yield key(entry.full_name)
    for name in (entry.full_name, entry.name):
        if name.startswith(city):
            yield key(name.removeprefix(city[:-1]))
        elif name.startswith("市"):
            yield key(city + name[1:])


def _all_names(entry: Registered) -> tuple[str, ...]:
    return tuple(key(name) for name in (entry.name, *entry.aliases, entry.full_name) if name)


def _by_other_name(wanted: str, register: Register) -> tuple[str, ...]:
    """Codes by alias; else without the office of a district's name; else by the parts around a bracket."""
    if codes := register.by_alias.get(wanted, ()):
        return codes
    bare = OFFICE.sub("", wanted)
    if bare != wanted:
        return register.by_name.get(bare, ()) or register.by_alias.get(bare, ())
    if match := BRACKET.match(wanted):
        return _by_parts(match["name"], match["inner"], register)
    return ()


def _by_parts(name: str, inner: str, register: Register) -> tuple[str, ...]:
    """市住建局（市人防办）: the outer name, unless the inner one is another registered unit."""
    outer = register.by_name.get(name, ()) or register.by_alias.get(name, ())
    inside = register.by_name.get(inner, ()) or register.by_alias.get(inner, ())
    return outer + tuple(code for code in inside if code not in outer) if outer else ()


def _likeness(wanted: str, name: str) -> float:
    """0 to 1: what is left without the 市…局 of most names counts most; abbreviations keep the order."""
    core, other = (CORE.sub("", text) or text for text in (wanted, name))
    ratio = 0.8 * _ratio(core, other) + 0.2 * _ratio(wanted, name)
    shorter, longer = sorted((core, other), key=len)
    rest = iter(longer)
    if len(shorter) >= 2 and all(character in rest for character in shorter):
        return max(ratio, 0.6 + ratio / 10)
    return ratio


def _ratio(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _printed_names(tasks: tuple[ParsedTask, ...]) -> dict[str, list[int]]:
    """Every printed name with the numbers of its tasks, in the order of the document."""
    places: dict[str, list[int]] = {}
    for task in tasks:
        for name in (*task.lead, *task.co):
            places.setdefault(name, []).append(task.number)
    return places


def _name_findings(
    tasks: tuple[ParsedTask, ...], names: Mapping[str, Recognition], register: Register
) -> Iterable[Finding]:
    """One finding for each name that a person should look at, at the first task that prints it."""
    for printed, numbers in _printed_names(tasks).items():
        recognition = names[printed]
        if recognition.how in (EXACT, ANSWERED) or _is_plural(recognition, register):
            continue
        code, sentence = _sentence(recognition, register)
        yield Finding(code, f"{sentence}{_where(numbers)}。", numbers[0], printed)


def _where(numbers: Sequence[int]) -> str:
    """（共3项：第1、5、9项）; nothing where the name stands in one task only."""
    if len(numbers) == 1:
        return ""
    more = "…" if len(numbers) > 12 else ""
    return f"（共{len(numbers)}项：第{'、'.join(map(str, numbers[:12]))}{more}项）"


def _is_plural(recognition: Recognition, register: Register) -> bool:
    """各县区 written another way is the same group and no doubt."""
    return recognition.how == ALIAS and register.by_code[recognition.code].is_group


def _named_once(task: ParsedTask, names: Mapping[str, Recognition]) -> ParsedTask:
    lead = {names[printed].code or printed: printed for printed in reversed(task.lead)}
    co = {names[printed].code or printed: printed for printed in reversed(task.co)}
    first_lead, first_co = set(lead.values()), {printed for code, printed in co.items() if code not in lead}
    return replace(task, lead=_kept(task.lead, first_lead), co=_kept(task.co, first_co))


def _kept(printed: tuple[str, ...], chosen: set[str]) -> tuple[str, ...]:
    """The chosen names, each once, in printed order."""
    return tuple(dict.fromkeys(name for name in printed if name in chosen))


def _sentence(recognition: Recognition, register: Register) -> tuple[str, str]:
    names = [register.by_code[code].name for code in recognition.candidates]
    if recognition.how == ALIAS:
        return "alias_used", f"“{recognition.printed}”按别名认作“{register.by_code[recognition.code].name}”"
    if recognition.how == AMBIGUOUS:
        return "ambiguous_unit", f"“{recognition.printed}”可指{'、'.join(names)}，请指明"
    offer = f"，相近的有：{'、'.join(names)}" if names else ""
    return "unknown_unit", f"单位名录中没有“{recognition.printed}”{offer}"


def _doubles(
    tasks: tuple[ParsedTask, ...], names: Mapping[str, Recognition], register: Register
) -> Iterable[Finding]:
    """A unit that one task names under two names; the same name twice was found while reading."""
    for task in tasks:
        seen: dict[str, str] = {}
        for printed in (*task.lead, *task.co):
            code = names[printed].code
            if seen.get(code, printed) != printed:
                name = register.by_code[code].name
                yield Finding("unit_twice", f"“{name}”在本项中重复出现，按一次计。", task.number, printed)
            elif code:
                seen[code] = printed
