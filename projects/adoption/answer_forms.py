"""The questions of a document, each with a field that answers it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django import forms
from django.forms import BoundField

from projects.adoption.kinds import likely_kind
from projects.adoption.proposal import ListProposal
from projects.adoption.questions import HIGHEST_NUMBER, YEARS, About, Answers
from projects.adoption.readings import Reading
from projects.adoption.upload_actions import NewParty
from projects.parsing.matching import ANSWERED, Recognition, Register, recognise
from projects.parsing.parsed import ParsedTask
from projects.rules.city import City, kind_choices
from projects.screen.filters import FastSelect
from projects.screen.forms import WholeNumberField

NEW, NEW_GROUP = "new:", "new:group"
ALIKE = 0.83  # 市政务办 and 市政办; not 市人社局 and 市人防局
GOVERNING = re.compile("(?:人民)?政府(?:办公室)?$|(?:管理委员|管委)会$|(?<=委)员会$")  # 委员会 is 委
SHORTEST = 3  # characters of a name that may be short for another
UNIT, OTHER, NUMBER = "unit-", "other-", "number-"


@dataclass(frozen=True)
class NameRow:
    """A printed name that the register does not know for certain, and the fields that say whom it means."""

    printed: str
    places: tuple[int, ...]
    choice: BoundField
    other: BoundField
    alike: tuple[str, ...]  # other names in question that may be misprints of it, or it of them


@dataclass(frozen=True)
class NumberRow:
    """A task whose number is in question."""

    task: ParsedTask
    field: BoundField


class AnswersForm(forms.Form):
    """Year, names, numbers, replacing; what is not answered yet stays a question."""

    year = WholeNumberField(
        label="年度",
        required=False,
        min_value=YEARS[0],
        max_value=YEARS[-1],
        error_messages={"min_value": "请核对年份。", "max_value": "请核对年份。"},
    )
    replace = forms.BooleanField(label="以文件替换已入库内容", required=False)
    rest = forms.BooleanField(
        label="没有选择的名称都登记为新单位，类别按名称推定；与另一名称只差一两个字、或像其简称的仍待答复",
        required=False,
    )

    def __init__(
        self,
        *arguments: object,
        reading: Reading,
        proposal: ListProposal,
        answers: Answers,
        register: Register,
        city: City,
        **named: object,
    ) -> None:
        initial = {"year": answers.year or reading.parsed.year, "replace": answers.replace}
        super().__init__(*arguments, initial=initial, **named)
        self.register, self.reading, self.kinds = register, reading, kind_choices(city)
        self.answers_year = initial["year"]  # of the list, as far as anybody knows
        self.printed = [name for name in proposal.names.values() if _is_asked(name, answers)]
        self._alike = {name.printed: self._names_alike(name.printed) for name in self.printed}
        self.numbered = list(_numbered(reading, proposal, answers))
        for place, name in enumerate(self.printed):
            self._add_name(place, name, answers)
        for key, task in self.numbered:
            self.fields[NUMBER + key] = WholeNumberField(
                label=f"第{task.number}项",
                required=False,
                min_value=0,
                max_value=HIGHEST_NUMBER,
                initial=answers.numbers.get(key, task.number),
            )
        asked = {question.about for question in proposal.questions}
        if About.REPLACE not in asked and not answers.replace:
            del self.fields["replace"]
        if not self.printed:
            del self.fields["rest"]

    @property
    def names(self) -> list[NameRow]:
        """A row for each name."""
        places: dict[str, list[int]] = {}
        for task in self.reading.parsed.tasks:
            for name in (*task.lead, *task.co):
                places.setdefault(name, []).append(task.number)
        return [
            NameRow(
                name.printed,
                tuple(places.get(name.printed, ())),
                self[f"{UNIT}{place}"],
                self[f"{OTHER}{place}"],
                self._alike[name.printed],
            )
            for place, name in enumerate(self.printed)
        ]

    @property
    def numbers(self) -> list[NumberRow]:
        """A row for each task whose number is in question."""
        return [NumberRow(task, self[NUMBER + key]) for key, task in self.numbered]

    def clean(self) -> dict:
        """A name that was typed is a registered one."""
        cleaned = super().clean()
        for place, _ in enumerate(self.printed):
            typed = cleaned.get(f"{OTHER}{place}")
            if typed and recognise(typed, self.register).code is None:
                self.add_error(f"{OTHER}{place}", f"名录中没有“{typed}”。")
        return cleaned

    @property
    def answers(self) -> Answers:
        """What was answered with what is registered already."""
        cleaned = self.cleaned_data
        units = {}
        for place, name in enumerate(self.printed):
            code = self._code(place)
            if code and not code.startswith(NEW):
                units[name.printed] = code
        numbers = {
            key: cleaned[NUMBER + key]
            for key, task in self.numbered
            if cleaned.get(NUMBER + key) not in (None, task.number)
        }
        year = cleaned["year"] if cleaned["year"] != self.reading.parsed.year else None
        return Answers(units, numbers, cleaned.get("replace", False), year)

    @property
    def new_parties(self) -> dict[str, NewParty]:
        """The names that are to be registered."""
        made = {}
        for place, name in enumerate(self.printed):
            code = self._code(place)
            if code == NEW_GROUP:
                made[name.printed] = NewParty(name.printed)
            elif code.startswith(NEW):
                made[name.printed] = NewParty(name.printed, code.removeprefix(NEW))
            elif not code and self.cleaned_data["rest"] and not self._alike[name.printed]:
                made[name.printed] = NewParty(name.printed, likely_kind(name.printed))
        return made

    def _names_alike(self, printed: str) -> tuple[str, ...]:
        """The other names, in question or registered, of which it may be a misprint."""
        names = [name.printed for name in self.printed] + [entry.name for entry in self.register.entries]
        return tuple(name for name in names if name != printed and _may_be_one(name, printed))

    def _code(self, place: int) -> str:
        """The code that was typed or chosen; what is to be registered begins with NEW."""
        typed = self.cleaned_data[f"{OTHER}{place}"]
        if typed:
            return recognise(typed, self.register).code
        return self.cleaned_data[f"{UNIT}{place}"]

    def _add_name(self, place: int, name: Recognition, answers: Answers) -> None:
        label = f"“{name.printed}”是"
        codes = dict.fromkeys((answers.units.get(name.printed, ""), *name.candidates))
        near = [(code, self.register.by_code[code].name) for code in codes if code in self.register.by_code]
        new = [(NEW + kind, f"新登记：{word}") for kind, word in self.kinds] + [(NEW_GROUP, "新登记：单位组")]
        choices = [("", "请选择"), *near, ("登记为新单位", new)]
        self.fields[f"{UNIT}{place}"] = forms.ChoiceField(
            label=label,
            required=False,
            choices=choices,
            widget=FastSelect,
            initial=answers.units.get(name.printed, ""),
        )
        self.fields[f"{OTHER}{place}"] = forms.CharField(
            label=f"{label}名录中的",
            required=False,
            max_length=64,
            widget=forms.TextInput(
                {"list": "register", "autocomplete": "off", "placeholder": "或填名录中的名称"}
            ),
        )


def _may_be_one(name: str, other: str) -> bool:
    """Whether two names may mean one office: a character or two differ, or one is the other shortened."""
    return _is_misprint(name, other) or _is_short_for(*sorted((name, other), key=len))


def _is_misprint(name: str, other: str) -> bool:
    """Whether two names differ in a character or two."""
    return SequenceMatcher(None, name, other, autojunk=False).ratio() >= ALIKE


def _is_short_for(short: str, whole: str) -> bool:
    """Whether one name leaves characters of the other out: 市住建局, 市住房城乡建设局.

    Both begin alike, and end alike but for what a government or a committee is called.
    """
    short, whole = (GOVERNING.sub("", each) for each in (short, whole))
    if min(len(short), len(whole)) < SHORTEST or (short[0], short[-1]) != (whole[0], whole[-1]):
        return False
    rest = iter(whole)
    return all(letter in rest for letter in short)


def _is_asked(name: Recognition, answers: Answers) -> bool:
    """Whether nobody knows whom it means, or a person has said so for this document."""
    return name.is_open or (name.how == ANSWERED and name.printed in answers.units)


def _numbered(reading: Reading, proposal: ListProposal, answers: Answers) -> Iterable[tuple[str, ParsedTask]]:
    """The tasks whose number is asked for or was answered, each under its key ("17#2")."""
    asked = {question.subject for question in proposal.questions if question.about == About.NUMBER}
    asked |= _raw_numbers(answers.numbers)
    seen: Counter[int] = Counter()
    for task in reading.parsed.tasks:
        seen[task.number] += 1
        if str(task.number) in asked:
            yield f"{task.number}#{seen[task.number]}", task


def _raw_numbers(numbers: Mapping[str, int]) -> set[str]:
    """The printed numbers that were answered, and those that they were answered with."""
    return {key.partition("#")[0] for key in numbers} | {str(number) for number in numbers.values()}
