"""A unit is found by every name it bore, in every search box, and no two bear names that look alike."""

import pytest
from django.test import Client

from projects.adoption.unit_codes import letters_with
from projects.models import Unit, UnitAlias, UnitGroup
from projects.models.units import bearer_of
from projects.screen.names import LinesSought, units_called
from projects.screen.searches import words_sought
from tests.factories import make_group, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sports():
    return make_unit("styj", name="市体育局", pinyin="styj")


@pytest.fixture
def admin():
    client = Client()
    client.force_login(make_user("boss", role="administrator"))
    return client


def save_in_admin(admin, row, **values):
    page = f"/admin/projects/{type(row)._meta.model_name}/{row.pk}/change/"
    form = admin.get(page).context["adminform"].form
    filled = {name: form[name].value() for name in form.fields}
    filled = {name: "" if value is None else value for name, value in filled.items()} | values
    return admin.post(page, filled)


def rename(admin, row, name, **values):
    answer = save_in_admin(admin, row, name=name, **values)
    assert answer.status_code == 302, answer.context["errors"]
    row.refresh_from_db()
    return row


def test_a_former_name_becomes_another_name_by_itself(admin, sports):
    rename(admin, sports, "市体育与健身局")
    assert [(each.name, each.note) for each in sports.aliases.all()] == [("市体育局", "曾用名")]
    assert sports.code == "styj"


@pytest.mark.parametrize("typed", ["市体育局", "体育与健身", "styj", "styyjsj"])
def test_both_names_and_both_initials_find_it(admin, sports, typed):
    rename(admin, sports, "市体育与健身局")
    (word,) = words_sought(typed)
    assert list(units_called(word)) == [sports]
    assert LinesSought(typed).are_in(["修路"], units=[sports])


def test_a_name_taken_back_is_no_other_name_any_more(admin, sports):
    rename(admin, sports, "市体育与健身局")
    rename(admin, sports, "市体育局")
    assert [each.name for each in sports.aliases.all()] == ["市体育与健身局"]


def test_letters_typed_by_hand_stand(admin, sports):
    assert rename(admin, sports, "市体育与健身局", pinyin="tyj").pinyin == "tyj"


def test_a_renamed_group_is_found_by_its_former_name(admin):
    group = make_group("gxq")
    former = group.name
    rename(admin, group, "各县和区", aliases="")
    assert (group.aliases, bearer_of(former), group.code) == ([former], group, "gxq")


@pytest.mark.parametrize("name", ["市教育局", "市教育局 ", "市 教育局", "教育局", "各区"])
def test_no_unit_takes_a_name_that_looks_like_anothers(admin, sports, name):
    other = make_unit("sjyj", name="市教育局\u200b")
    UnitAlias.objects.create(unit=other, name="教育局\ufeff")
    UnitGroup.objects.create(code="gq", name="各区\u2060", order=1)
    answer = save_in_admin(admin, sports, name=name)
    assert "的名称或别名" in answer.content.decode()
    assert Unit.objects.get(pk=sports.pk).name == "市体育局"


def test_registering_a_name_that_looks_like_one_of_a_unit_makes_no_second(admin):
    make_unit("sjyj", name="市教育局\u200b")
    admin.post("/units/new/", {"names": "市教育局", "kind": "department"})
    assert Unit.objects.count() == 1


def test_other_names_are_read_only_in_the_admin(admin, sports):
    UnitAlias.objects.create(unit=sports, name="体育局")
    formset = {"aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 1, "aliases-0-id": sports.aliases.get().pk}
    save_in_admin(admin, sports, **formset, **{"aliases-0-unit": sports.pk, "aliases-0-name": "乱"})
    assert sports.aliases.get().name == "体育局"
    assert "体育局" in admin.get(f"/admin/projects/unit/{sports.pk}/change/").content.decode()


def test_letters_that_have_no_room_are_left_out():
    assert letters_with("市体育局", "a b", longest=6) == "styj a"


def test_lines_without_a_word_are_all_found(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert LinesSought("").are_in(["修路"])
