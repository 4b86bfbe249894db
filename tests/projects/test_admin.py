"""The register in Django's admin."""

import pytest
from django.contrib.admin import site

from projects.admin import free_code, initials
from projects.models import GroupMembership, LogEntry, Unit, UnitAlias, User
from tests.factories import make_group, make_list, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(client):
    client.force_login(
        make_user("admin", role="administrator"), backend="projects.accounts.backend.WithTheCity"
    )
    return client


def unit_form(**fields):
    formset = {f"aliases-{name}": value for name, value in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}.items()}
    return {
        "name": "市园林局",
        "code": "",
        "kind": "department",
        "order": 5,
        "is_active": "on",
        **formset,
        **fields,
    }


@pytest.mark.parametrize(
    ("name", "letters"),
    [("市教育局", "sjyj"), ("市12345公共服务中心", "s12345ggfwzx"), ("市住建局（市人防办）", "szjjsrfb")],
)
def test_initials_are_letters_and_digits(name, letters):
    assert initials(name) == letters


def test_a_code_that_is_taken_gets_a_number():
    make_unit("smzj")
    assert free_code("smzj") == "smzj2"


def test_a_new_unit_gets_code_and_pinyin_from_its_name(admin_client):
    admin_client.post("/admin/projects/unit/add/", unit_form())
    assert Unit.objects.get(name="市园林局").code == Unit.objects.get(name="市园林局").pinyin == "sylj"


def test_a_registered_code_never_changes(admin_client):
    unit = make_unit("sylj", name="市园林局")
    page = f"/admin/projects/unit/{unit.pk}/change/"
    read = admin_client.get(page).context["adminform"].form["based_on"].value()
    admin_client.post(page, unit_form(name="市园林中心", code="other", based_on=read))
    unit.refresh_from_db()
    assert (unit.code, unit.name) == ("sylj", "市园林中心")


def test_a_unit_changed_since_is_not_written_over(admin_client):
    unit = make_unit("sylj", name="市园林局")
    page = f"/admin/projects/unit/{unit.pk}/change/"
    read = admin_client.get(page).context["adminform"].form["based_on"].value()
    Unit.objects.update(order=77)
    answer = admin_client.post(page, unit_form(name="市园林中心", based_on=read))
    unit.refresh_from_db()
    assert ("已被他人修改" in answer.content.decode(), unit.order, unit.name) == (True, 77, "市园林局")


def test_two_pasted_cells_are_no_place_in_the_order(admin_client):
    unit = make_unit()
    page = f"/admin/projects/unit/{unit.pk}/change/"
    form = admin_client.get(page).context["adminform"].form
    assert 'type="number"' not in str(form)
    typed = {name: form[name].value() or "" for name in form.fields}
    answer = admin_client.post(page, {**typed, "order": "12\t34"})
    assert answer.status_code == 200 and "一格只填一个数" in answer.content.decode()


def test_a_unit_cannot_be_deleted(admin_client):
    unit = make_unit()
    assert admin_client.post(f"/admin/projects/unit/{unit.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_member_saved_is_confirmed(admin_client):
    unit, yearly_list = make_unit(), make_list()
    group = make_group()
    admin_client.post(
        "/admin/projects/groupmembership/add/",
        {"yearly_list": yearly_list.pk, "group": group.pk, "unit": unit.pk},
    )
    assert GroupMembership.objects.get().confirmed_by.username == "admin"


def test_every_page_of_the_register_opens(admin_client):
    make_group("gxq", make_unit(), yearly_list=make_list())
    for model in ("unit", "unitalias", "unitgroup", "groupmembership"):
        assert admin_client.get(f"/admin/projects/{model}/").status_code == 200


def test_what_is_done_in_the_admin_stands_in_the_log(admin_client):
    admin_client.post("/admin/projects/unit/add/", unit_form())
    admin_client.post(
        "/admin/projects/unitgroup/add/", {"name": "驻连高校", "code": "", "aliases": "", "order": 3}
    )
    assert [entry.act for entry in LogEntry.objects.filter(act__startswith="register")] == [
        "register_added",
        "register_added",
    ]


REGISTER = [model for model in site._registry if model._meta.app_label == "projects"]


def register_pages():
    """The list, the empty form and a filled form of every table that the admin shows."""
    for model in REGISTER:
        place = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield place
        yield f"{place}add/"
        if filled := model.objects.first():
            yield f"{place}{filled.pk}/change/"


def test_no_page_of_the_admin_has_a_box_of_numbers(admin_client):
    make_group("gxq", make_unit(), yearly_list=make_list())
    UnitAlias.objects.create(unit=Unit.objects.get(), name="别名")
    answers = {page: admin_client.get(page) for page in register_pages()}
    opened = {page: answer.text for page, answer in answers.items() if answer.status_code == 200}
    forms = [page for page in opened if page.endswith("/change/")]
    assert len(forms) == len(REGISTER) >= 6
    assert [page for page, text in opened.items() if 'type="number"' in text] == []


@pytest.mark.parametrize("model", ["unitalias", "groupmembership", "user"])
@pytest.mark.parametrize("unit", ["((((", "²", "99999999999999999999", "\ud7ff"])
def test_a_unit_that_is_none_is_left_out_in_the_address_and_in_the_form(model, unit, admin_client):
    address = f"/admin/projects/{model}/add/"
    assert admin_client.get(address, {"unit": unit}).status_code == 200
    assert admin_client.post(address, {"unit": unit}).status_code == 200


@pytest.mark.parametrize("name", ["市教育局", "市 教育局", "教育局", "教\u200b育局"])
def test_another_name_is_nobody_elses(name, admin_client):
    UnitAlias.objects.create(unit=make_unit("sjyj", name="市教育局"), name="教育局")
    other, own = make_unit("styj", name="市体育局"), UnitAlias.objects.get()
    answer = admin_client.post("/admin/projects/unitalias/add/", {"unit": other.pk, "name": name})
    assert "已是市教育局的名称或别名" in answer.content.decode()
    page = f"/admin/projects/unitalias/{own.pk}/change/"
    based_on = admin_client.get(page).context["adminform"].form["based_on"].value()
    changed = {"unit": own.unit_id, "name": "教育局", "note": "简称", "based_on": based_on}
    assert admin_client.post(page, changed).status_code == 302
    assert UnitAlias.objects.get().note == "简称"


def test_the_other_names_of_a_group_are_lines_and_nobody_elses(admin_client):
    make_unit("sjyj", name="市教育局")
    group = make_group("gxq")
    page = f"/admin/projects/unitgroup/{group.pk}/change/"
    shown = admin_client.get(page).context["adminform"].form
    posted = {"name": group.name, "order": 3, "pinyin": "gxq", "based_on": shown["based_on"].value()}
    refused = admin_client.post(page, {**posted, "aliases": "各县\n市　教育局"})
    assert "“市　教育局”已是市教育局的名称或别名" in refused.content.decode()
    assert admin_client.post(page, {**posted, "aliases": " 各县\r\n各区\r\n各县\r\n"}).status_code == 302
    group.refresh_from_db()
    assert group.aliases == ["各县", "各区"]
    assert "各县\n各区</textarea>" in admin_client.get(page).content.decode()


@pytest.mark.parametrize("key", ["{}", "0{}"])
def test_ones_own_password_is_changed_with_the_old_one_however_the_address_is_written(key, admin_client):
    own = User.objects.get(username="admin").pk
    answer = admin_client.get(f"/admin/projects/user/{key.format(own)}/password/")
    assert answer.headers.get("Location") == "/accounts/password_change/"
