"""What is typed into a search box."""

from pathlib import Path

import pytest
from django.test import Client

from progress.overdue.filters import OverdueFilter
from progress.reports.filters import ReportFilter
from progress.year.quarter_filters import QuarterFilter
from projects.models import Unit
from projects.screen.searches import SearchField, words_sought
from tests.factories import make_list, make_task, make_unit, make_user

ROOT = Path(__file__).resolve().parents[3]


def says(typed, *texts, number=None):
    return all(word.is_said_in(texts, number=number) for word in words_sought(typed))


@pytest.mark.parametrize("typed", ["APP", "ＡＰＰ", "app", "ａｐｐ", "A\u200bPP", "\ufeffapp"])
def test_width_case_and_unseen_characters_make_no_difference(typed):
    assert says(typed, "推广“我的连云港”APP")


@pytest.mark.parametrize("typed", ["新建學校", "新建学校", "學校", "学校 新建", "学校　新建"])
def test_traditional_characters_and_the_order_of_words_make_no_difference(typed):
    assert says(typed, "新建学校 15 所")


@pytest.mark.parametrize("typed", ["(一期)", "（一期）", "（一期)"])
def test_brackets_of_either_width_are_found(typed):
    assert says(typed, "园博园（一期）")


@pytest.mark.parametrize("typed", ["36", "第36项", "３６", "第３６項", "36项"])
def test_a_number_is_found_however_it_is_written(typed):
    assert says(typed, "新建学校", number=36)
    assert not says(typed, "新建学校", number=37)


def test_every_word_must_be_found():
    assert not says("学校 医院", "新建学校")


def test_nothing_sought_is_found_everywhere():
    assert says(" \u200b ", "新建学校")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["ｊｙｊ", "jyj", "JYJ", "教育局", "市教 育局", "教育\u200b局"])
def test_the_register_is_searched_so(client, typed):
    make_unit("sjyj", name="市教育局", pinyin="sjyj"), make_unit("smzj", name="市民政局", pinyin="smzj")
    client.force_login(make_user("anna"))
    assert [unit.name for unit in client.get("/units/", {"q": typed}).context["filter"].rows] == ["市教育局"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["第36项", "ＡＰＰ", "學校"])
def test_the_tasks_are_searched_so(client, typed):
    unit, yearly_list = make_unit("sjyj", name="市教育局"), make_list(2021)
    make_task(yearly_list, number=36, text="推广学校APP。", lead=unit)
    make_task(yearly_list, number=37, text="修路。", lead=unit)
    client.force_login(make_user("anna"))
    found = client.get("/2021/tasks/", {"q": typed}).context["filter"].rows
    assert [task.number for task in found] == [36]


@pytest.mark.django_db
def test_the_admin_is_searched_so():
    make_unit("sjyj", name="市教育局", pinyin="sjyj"), make_unit("smzj", name="市民政局", pinyin="smzj")
    client = Client()
    client.force_login(make_user("boss", role="administrator"))
    page = client.get("/admin/projects/unit/", {"q": "ｓｊｙｊ"})
    assert list(page.context["cl"].queryset) == [Unit.objects.get(code="sjyj")]


@pytest.mark.parametrize("form", [OverdueFilter, ReportFilter, QuarterFilter])
def test_lines_are_searched_by_the_same_field(form):
    assert isinstance(form.base_fields["q"], SearchField)


def test_nothing_is_searched_in_another_way():
    sources = [path for app in ("projects", "progress") for path in (ROOT / app).rglob("*.py")]
    others = [path.name for path in sources if "icontains" in path.read_text(encoding="utf-8")]
    assert others == ["searches.py"]
