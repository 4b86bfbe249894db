"""Recognising printed names against the register of fixtures/units.json."""

import json
from pathlib import Path

import pytest

from projects.parsing.matching import (
    Register,
    Registered,
    nearest,
    once_each,
    recognise,
    recognise_all,
)
from projects.parsing.parsed import ParsedList, ParsedTask


def load_register(text):
    rows = json.loads(text)
    aliases = {}
    for row in rows:
        if row["model"] == "projects.unitalias":
            aliases.setdefault(row["fields"]["unit"][0], []).append(row["fields"]["name"])
    return Register(
        tuple(entry(row, aliases) for row in rows if row["model"] in ("projects.unit", "projects.unitgroup"))
    )


def entry(row, aliases):
    fields = row["fields"]
    is_group = row["model"] == "projects.unitgroup"
    names = fields.get("aliases", []) if is_group else aliases.get(fields["code"], [])
    return Registered(
        fields["code"],
        fields["name"],
        tuple(names),
        fields.get("full_name", ""),
        fields.get("kind", ""),
        is_group,
    )


REGISTER = load_register((Path(__file__).parents[3] / "fixtures" / "units.json").read_text(encoding="utf-8"))


def a_list(*tasks):
    return ParsedList(
        "breakdown",
        2021,
        "",
        tasks=tuple(ParsedTask(number, "", "", lead=lead, co=co) for number, lead, co in tasks),
    )


def test_codes_and_names_of_the_register_are_unique():
    names = [name for entry in REGISTER.entries for name in (entry.name, *entry.aliases)]
    assert len(set(names)) == len(names)
    assert len(REGISTER.by_code) == len(REGISTER.entries) == 84


def test_the_two_bureaus_with_the_same_initials_have_codes_of_their_own():
    assert REGISTER.by_name["市民政局"] == ("smzj",)
    assert REGISTER.by_name["市民宗局"] == ("smzongj",)


@pytest.mark.parametrize(
    ("printed", "how", "code"),
    [
        ("市教育局", "exact", "sjyj"),
        ("市资源局", "alias", "szrzyj"),
        ("市场监管局", "alias", "sscjgj"),
        ("市政办", "alias", "szwb"),
        ("市委组织部(市人委才办)", "alias", "swzzb"),
        ("连云港市教育局", "alias", "sjyj"),
        ("连云港市卫健委", "alias", "swjw"),
        ("市发展和改革委员会", "alias", "sfgw"),
        ("海州区人民政府", "alias", "hzq"),
        ("徐圩新区管委会", "alias", "xwxq"),
        ("市 住 建 局", "exact", "szjj"),
        ("市住建局（市人防办）", "alias", "szjj"),
        ("各县区", "exact", "gxq"),
        ("各县（区）政府", "alias", "gxq"),
        ("各功能板块", "alias", "gnbk"),
    ],
)
def test_a_name_is_recognised(printed, how, code):
    assert (recognise(printed, REGISTER).how, recognise(printed, REGISTER).code) == (how, code)


@pytest.mark.parametrize("printed", ["市园林局", "南京市教育局", "", "（", "牵头单位"])
def test_a_name_that_is_nobodys_stays_a_question(printed):
    assert recognise(printed, REGISTER).is_open


def test_the_nearest_names_are_offered():
    assert nearest("市农业局", REGISTER)[0] == "snyncj"
    assert nearest("市生态局", REGISTER)[0] == "ssthjj"


def test_an_alias_of_two_units_is_ambiguous():
    register = Register((Registered("a", "市政务办", ("市政办",)), Registered("b", "市政府办", ("市政办",))))
    assert recognise("市政办", register).candidates == ("a", "b")


def test_a_bracket_that_names_another_unit_is_ambiguous():
    assert recognise("市住建局（市公安局）", REGISTER).how == "ambiguous"


def test_an_unknown_name_is_one_finding_at_its_first_task():
    recognised = recognise_all(a_list((3, ("市园林局",), ()), (5, ("市教育局",), ("市园林局",))), REGISTER)
    assert [(finding.code, finding.task, finding.quote) for finding in recognised.findings] == [
        ("unknown_unit", 3, "市园林局")
    ]
    assert [question.printed for question in recognised.questions] == ["市园林局"]


def test_an_answer_settles_a_question():
    recognised = recognise_all(a_list((3, ("市园林局",), ())), REGISTER, {"市园林局": "szjj"})
    assert recognised.names["市园林局"].code == "szjj"
    assert not recognised.findings


def test_an_answer_with_a_code_of_nobody_settles_nothing():
    assert recognise_all(a_list((3, ("市园林局",), ())), REGISTER, {"市园林局": "nobody"}).questions


def test_an_alias_is_told_and_a_plural_of_a_group_is_not():
    recognised = recognise_all(a_list((1, ("市资源局",), ("各县（区）",))), REGISTER)
    assert [(finding.code, finding.quote) for finding in recognised.findings] == [("alias_used", "市资源局")]


def test_a_unit_under_two_names_in_one_task_is_a_double():
    recognised = recognise_all(a_list((1, ("市自然资源局",), ("市资源局",))), REGISTER)
    assert "unit_twice" in [finding.code for finding in recognised.findings]


def test_a_unit_that_is_named_again_stands_where_it_stood_first():
    parsed = a_list((1, ("市自然资源局", "市教育局"), ("市财政局", "市资源局", "市财政局")))
    (task,) = once_each(parsed, recognise_all(parsed, REGISTER).names).tasks
    assert (task.lead, task.co) == (("市自然资源局", "市教育局"), ("市财政局",))
