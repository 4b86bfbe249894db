"""件 as the administrator sees and fills them."""

import re

import pytest

from projects.models import Domain, Matter, Task
from projects.rules.roles import Role
from tests.factories import make_list, make_matter, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db
PAGE = "/2021/matters/"


@pytest.fixture
def admin(client):
    client.force_login(make_user("admin", role=Role.ADMINISTRATOR))
    return client


@pytest.fixture
def yearly_list():
    return make_list(2021)


def posted(action, tasks, matters, into=None):
    stood = {f"stood-{task.pk}": task.matter_id or 0 for task in tasks}
    versions = {f"version-{each.pk}": each.version for each in matters}
    chosen = {"heading": into.pk} if into else {}
    return {"action": action, "task": [task.pk for task in tasks], **stood, **versions, **chosen}


def field_of(page, name):
    return re.search(rf'name="{name}" value="(\w+)"', page)[1]


def numbers(matter):
    return list(matter.tasks.order_by("number").values_list("number", flat=True))


def test_many_tasks_are_grouped_at_once_and_taken_out(admin, yearly_list):
    tasks = [make_task(yearly_list, number=number) for number in (1, 2, 3)]
    matter = make_matter(yearly_list)
    answer = admin.post(f"{PAGE}group/", posted("group", tasks[:2], [matter], matter), follow=True)
    assert "已将2项任务归入第1件" in answer.text and numbers(matter) == [1, 2]
    now = list(Task.objects.filter(number=1))
    answer = admin.post(f"{PAGE}group/", posted("ungroup", now, [matter]), follow=True)
    assert "已将1项任务移出" in answer.text and numbers(matter) == [2]


def test_a_task_that_was_moved_meanwhile_is_named_and_the_others_go_through(admin, yearly_list):
    tasks = [make_task(yearly_list, number=number) for number in (1, 2)]
    one, two = make_matter(yearly_list), make_matter(yearly_list, number=2, name="新建幼儿园")
    data = posted("group", tasks, [one, two], two)
    Task.objects.filter(number=1).update(matter=one)
    answer = admin.post(f"{PAGE}group/", data, follow=True)
    assert "第1项：您打开之后" in answer.text and "已将1项任务归入第2件" in answer.text
    assert (numbers(one), numbers(two)) == ([1], [2])


def test_a_matter_that_was_renamed_meanwhile_takes_nothing(admin, yearly_list):
    task, matter = make_task(yearly_list, number=1), make_matter(yearly_list)
    data = posted("group", [task], [matter], matter)
    Matter.objects.update(version=1, name="别的")
    assert "没有办理" in admin.post(f"{PAGE}group/", data, follow=True).text
    assert numbers(matter) == []


def ticked(answer):
    return set(re.findall(r'name="task" value="(\d+)" checked', answer.text))


def test_what_cannot_be_done_is_said_with_the_ticks_and_the_choice_kept(admin, yearly_list):
    tasks = [make_task(yearly_list, number=number) for number in (1, 2)]
    matter, address = make_matter(yearly_list), f"{PAGE}group/?per_page=20&sort=-number"
    answer = admin.post(address, posted("group", tasks, [matter]))
    assert answer.status_code == 400 and "请选择归入哪一件" in answer.text
    assert ticked(answer) == {str(task.pk) for task in tasks}
    assert "sort=-number" in answer.text
    answer = admin.post(address, posted("group", [], [matter], matter))
    assert "请先勾选任务" in answer.text and f'value="{matter.pk}" selected' in answer.text
    answer = admin.post(address, posted("ungroup", tasks, [matter]))
    assert "所选任务都没有归入" in answer.text and len(ticked(answer)) == len(tasks)


def test_what_was_refused_stays_ticked(admin, yearly_list):
    tasks = [make_task(yearly_list, number=number) for number in (1, 2)]
    one, two = make_matter(yearly_list), make_matter(yearly_list, number=2, name="新建幼儿园")
    data = posted("group", tasks, [one, two], two)
    Task.objects.filter(number=1).update(matter=one)
    assert ticked(admin.post(f"{PAGE}group/", data)) == {str(tasks[0].pk)}


def test_ticks_come_back_through_the_sign_in_and_nothing_is_done(admin, yearly_list):
    task, matter = make_task(yearly_list, number=1), make_matter(yearly_list)
    carried = {f"carried-{name}": value for name, value in posted("group", [task], [matter], matter).items()}
    answer = admin.post(f"{PAGE}group/", carried)
    assert answer.status_code == 200 and ticked(answer) == {str(task.pk)} and numbers(matter) == []
    assert f'value="{matter.pk}" selected' in answer.text
    assert admin.get(f"{PAGE}group/?sort=matter").url == f"{PAGE}?sort=matter"


def test_a_matter_is_added_and_what_was_typed_survives_a_refusal(admin, yearly_list):
    make_unit(name="市教育局")
    admin.post(PAGE, {"number": 1, "name": "办学条件", "lead": "市教育局"})
    answer = admin.post(PAGE, {"number": 1, "name": "托育服务", "lead": ""})
    assert (
        answer.status_code == 400 and "序号1已有：第1件" in answer.text and 'value="托育服务"' in answer.text
    )
    assert [str(each.lead) for each in Matter.objects.all()] == ["市教育局"]


def test_a_change_on_an_old_version_is_refused_once_with_what_stands(admin, yearly_list):
    make_matter(yearly_list, version=2)
    address, typed = f"{PAGE}1/", {"number": 1, "name": "办学条件", "lead": "", "version": 1}
    answer = admin.post(address, typed)
    assert answer.status_code == 400 and 'name="version" value="2"' in answer.text
    assert admin.post(address, {**typed, "version": 2}).status_code == 302
    assert Matter.objects.get().name == "办学条件"


def test_an_empty_matter_can_be_removed(admin, yearly_list):
    matter = make_matter(yearly_list)
    admin.post(f"{PAGE}1/remove/", {"version": matter.version})
    assert not Matter.objects.exists()


def test_tasks_are_found_by_matter_domain_and_words(admin, yearly_list):
    domain = Domain.objects.create(yearly_list=yearly_list, order=1, name="教育")
    task = make_task(yearly_list, number=1, text="新建幼儿园。", domain=domain)
    make_task(yearly_list, number=2, text="修公园。")
    make_matter(yearly_list, task)
    for query in ("?matter=1", "?domain=1", "?q=幼儿园", "?q=第1项"):
        rows = admin.get(PAGE + query).context["table"].data.data
        assert [row["number"] for row in rows] == [1], query
    assert [row["number"] for row in admin.get(f"{PAGE}?matter=none").context["table"].data.data] == [2]


@pytest.mark.parametrize("order", ["number", "-matter", "leads", "domain__name"])
def test_tasks_can_be_sorted(admin, yearly_list, order):
    make_matter(yearly_list, make_task(yearly_list))
    assert admin.get(f"{PAGE}?sort={order}").status_code == 200


def test_the_documents_own_headings_are_offered_and_taken(admin):
    yearly_list = make_list(2021, matters=1)
    domain = Domain.objects.create(yearly_list=yearly_list, order=1, name="办学条件")
    tasks = [make_task(yearly_list, number=number, domain=domain) for number in (1, 2)]
    page = admin.get(PAGE).text
    assert "按文件标题设件" in page and "办学条件（第1—2项，2项）" in page
    assert admin.post(f"{PAGE}headings/").status_code == 404  # nothing was shown to who posts so
    admin.post(f"{PAGE}headings/", {"seal-headings": field_of(page, "seal-headings")})
    assert Matter.objects.get().tasks.count() == len(tasks)
    assert "按文件标题设件" not in admin.get(PAGE).text


def test_the_page_asks_the_same_for_one_task_and_for_thirty(
    admin, yearly_list, django_assert_max_num_queries
):
    admin.get(PAGE)
    counts = []
    for size in (1, 30):
        tasks = [make_task(yearly_list, lead=make_unit()) for _ in range(size)]
        make_matter(yearly_list, *tasks, number=size, name=f"第{size}")
        with django_assert_max_num_queries(12) as asked:
            admin.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


TWINS = [" 市区Ａ类公园 ", "市区A类公园", "市区 A类公园", "市区A类\u200b公园", "市区Ａ类　公园"]


@pytest.mark.parametrize("name", TWINS)
def test_a_name_that_looks_like_another_is_no_second_matter(name, admin, yearly_list):
    make_matter(yearly_list, name="市区A类公园")
    answer = admin.post(PAGE, {"number": "2", "name": name, "lead": ""})
    assert answer.status_code == 400 and "已有名为“市区A类公园”的件" in answer.text
    assert Matter.objects.count() == 1
    other = make_matter(yearly_list, number=2, name="城市公园")
    changed = {"version": "0", "number": "2", "name": name, "lead": ""}
    assert admin.post(f"{PAGE}2/", changed).status_code == 400
    other.refresh_from_db()
    assert other.name == "城市公园"
