import re

import pytest

from projects.models import GroupMembership, LogEntry, Unit
from projects.rules.states import AssignmentRole
from tests.factories import make_assignment, make_group, make_list, make_task, make_unit, make_user
from tests.pages import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def yearly_list():
    return make_list(2021)


@pytest.fixture
def reader(client):
    client.force_login(make_user("reader", unit=make_unit("own", name="本单位", kind="enterprise")))
    return client


@pytest.fixture
def admin(client):
    client.force_login(make_user("admin", role="administrator"))
    return client


def page(client, address="/units/"):
    return one_line(client.get(address).content.decode())


def test_units_stand_by_kind_in_the_official_order(reader):
    make_unit(name="海州区", kind="district", order=1)
    make_unit(name="市财政局", kind="department", order=3)
    make_unit(name="市教育局", kind="department", order=2)
    shown = page(reader)
    assert shown.index("市直部门") < shown.index("市教育局") < shown.index("市财政局") < shown.index("海州区")


def test_tasks_are_counted_per_list_each_once(reader, yearly_list):
    haizhou = make_unit("hzq", name="海州区")
    group = make_group("gxq", haizhou, yearly_list=yearly_list)
    make_assignment(make_task(yearly_list, lead=haizhou), group, role=AssignmentRole.CO)
    make_assignment(make_task(yearly_list), group, role=AssignmentRole.CO)
    shown = page(reader)
    assert (
        '<a href="/units/hzq/?year=2021"><b>1</b></a>' in shown
        and '<a href="/units/hzq/?year=2021">1</a>' in shown
    )


@pytest.mark.parametrize("query", ["自然资源", "市资源局", "zrzy", "ZRZY"])
def test_a_unit_is_found_by_name_alias_and_initials(reader, query):
    make_unit("szrzyj", name="市自然资源局", pinyin="szrzyj").aliases.create(name="市资源局")
    shown = page(reader, f"/units/?q={query}")
    assert "市自然资源局" in shown and "本单位</a>" not in shown


def test_units_are_filtered_by_kind(reader):
    make_unit(name="海州区", kind="district")
    shown = page(reader, "/units/?kind=district")
    assert "海州区" in shown and "本单位</a>" not in shown


def test_nothing_found_says_what_to_do(reader):
    assert "没有符合条件的单位" in page(reader, "/units/?q=无此单位")


def test_proposed_members_are_marked(reader, yearly_list):
    make_task(yearly_list, lead=make_unit())
    make_group("gxq", make_unit(), yearly_list=yearly_list)
    assert "待确认" in page(reader)


def test_thirty_units_ask_the_database_as_often_as_one(reader, yearly_list, django_assert_max_num_queries):
    make_task(yearly_list, lead=make_unit())
    page(reader)
    with django_assert_max_num_queries(12) as few:
        page(reader)
    for _ in range(30):
        make_unit().aliases.create(name=f"别名{Unit.objects.count()}")
    with django_assert_max_num_queries(12) as many:
        page(reader)
    assert len(few) == len(many)


def edited(**changed):
    values = {
        "liaison": "王某",
        "liaison_telephone": "0518-85801234",
        "leader": "",
        "leader_telephone": "",
        "aliases": "市资源局\n市国土局",
    }
    return values | {"based_on": "联络员：无；分管负责人：无；别名：无"} | changed


def test_contacts_and_aliases_are_saved(admin):
    make_unit("zrzyj", name="市自然资源局")
    response = admin.post("/units/zrzyj/edit/", edited(), follow=True)
    assert "市资源局、市国土局" in response.content.decode().replace("\n", "")
    assert Unit.objects.get().liaison == "王某"


def test_a_telephone_number_that_is_none_is_said_beside_its_field(admin):
    make_unit("zrzyj")
    assert (
        "请填写电话号码"
        in admin.post("/units/zrzyj/edit/", edited(liaison_telephone="打微信")).content.decode()
    )


def test_an_alias_of_another_unit_is_refused_and_the_typed_stays(admin):
    make_unit("zrzyj")
    make_unit(name="市国土局")
    response = admin.post("/units/zrzyj/edit/", edited())
    assert response.status_code == 409 and "市资源局" in response.content.decode()


def test_a_stale_edit_logs_no_telephone_number(admin):
    make_unit("zrzyj", liaison_telephone="85805678")
    response = admin.post("/units/zrzyj/edit/", edited())
    assert response.status_code == 409 and "85805678" in response.content.decode()
    assert "85805678" not in str(LogEntry.objects.get().detail)


def test_a_stale_edit_may_be_saved_again(admin):
    make_unit("zrzyj", liaison="李某")
    again = admin.post("/units/zrzyj/edit/", edited()).context["form"]["based_on"].value()
    assert admin.post("/units/zrzyj/edit/", edited(based_on=again)).status_code == 302


@pytest.fixture
def group(yearly_list):
    return make_group(
        "gxq", make_unit(name="海州区"), make_unit(name="连云区"), yearly_list=yearly_list, name="各县区"
    )


def test_a_reader_sees_members_without_buttons(reader, group):
    shown = page(reader, "/units/groups/gxq/")
    assert "海州区" in shown and "全部确认" not in shown


def test_the_administrator_confirms_all_at_once(admin, group):
    seen = re.findall(r'name="member" value="(\d+)"', page(admin, "/units/groups/gxq/"))
    response = admin.post("/units/groups/gxq/2021/confirm/", {"member": seen}, follow=True)
    assert "已确认2021年民生实事各县区的 2 个成员。" in response.content.decode()


def test_the_administrator_confirms_one(admin, group):
    admin.post(f"/units/members/{group.memberships.first().pk}/confirm/")
    assert GroupMembership.objects.filter(confirmed_at__isnull=True).count() == 1


def test_the_administrator_adds_and_removes_members(admin, group):
    added = make_unit(name="东海县")
    admin.post("/units/groups/gxq/2021/add/", {"unit": added.pk})
    admin.post(f"/units/members/{group.memberships.get(unit__name='连云区').pk}/remove/")
    assert set(group.memberships.values_list("unit__name", flat=True)) == {"海州区", "东海县"}


def test_adding_nothing_says_what_to_do(admin, group):
    assert "请选择要加入的单位" in admin.post("/units/groups/gxq/2021/add/", follow=True).content.decode()


def test_a_group_without_any_list_is_shown(reader):
    make_group("gnbk", name="功能板块")
    assert "没有登记成员" in page(reader, "/units/groups/gnbk/")


def test_a_unit_keeps_its_own_contacts_and_nothing_else(reader):
    own = Unit.objects.get(code="own")
    own.aliases.create(name="旧本单位")
    assert "修改联系人" in page(reader, "/units/own/")
    assert "别名</label>" not in page(reader, "/units/own/contacts/")
    posted = {"liaison": "张三", "liaison_telephone": "0518-85000000", "aliases": "另一名称"}
    answer = reader.post("/units/own/contacts/", {**posted, "based_on": own.editable_wording})
    assert answer.status_code == 302
    own = Unit.objects.get(code="own")
    assert own.editable_wording == "联络员：张三 0518-85000000；分管负责人：无；别名：旧本单位"
    assert LogEntry.objects.get().act == "unit_changed"
    assert "张三" in page(reader, "/units/own/")


def test_contacts_changed_meanwhile_are_not_overwritten(reader):
    answer = reader.post("/units/own/contacts/", {"liaison": "张三", "based_on": "联络员：李四"})
    assert answer.status_code == 409 and "张三" in answer.content.decode()
    assert Unit.objects.get(code="own").liaison == ""


def test_another_units_contacts_are_not_there(reader):
    make_unit("other", liaison="李四")
    assert reader.get("/units/other/contacts/").status_code == 404
    assert reader.post("/units/other/contacts/", {"liaison": "张三"}).status_code == 404
    assert "李四" not in page(reader, "/units/other/")
