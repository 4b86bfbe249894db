"""自定领域 as the administrator gives and fills them."""

import pytest

from projects.models import Domain, Task
from projects.rules.roles import Role
from tests.factories import make_domain, make_list, make_matter, make_task, make_unit, make_user
from tests.pages import one_line

pytestmark = pytest.mark.django_db
PAGE = "/2021/domains/"


@pytest.fixture
def admin(client):
    client.force_login(make_user("admin", role=Role.ADMINISTRATOR))
    return client


@pytest.fixture
def yearly_list():
    return make_list(2021)


def posted(action, tasks, domains, into=None):
    stood = {f"stood-{task.pk}": task.domain_id or 0 for task in tasks}
    versions = {f"version-{each.pk}": each.version for each in domains}
    chosen = {"heading": into.pk} if into else {}
    return {"action": action, "task": [task.pk for task in tasks], **stood, **versions, **chosen}


def numbers(domain):
    return list(domain.tasks.order_by("number").values_list("number", flat=True))


def test_a_domain_is_given_filled_emptied_and_removed(admin, yearly_list):
    tasks = [make_task(yearly_list, number=number) for number in (1, 2, 3)]
    assert "没有设领域" in admin.get(PAGE).text
    answer = admin.post(PAGE, {"number": 1, "name": "教育"}, follow=True)
    assert "已增加教育" in answer.text
    domain = Domain.objects.get()
    answer = admin.post(f"{PAGE}group/", posted("group", tasks[:2], [domain], domain), follow=True)
    assert "已将2项任务归入领域“教育”" in answer.text and numbers(domain) == [1, 2]
    now = list(Task.objects.filter(domain=domain))
    answer = admin.post(f"{PAGE}group/", posted("ungroup", now, [domain]), follow=True)
    assert "已将2项任务移出" in answer.text and numbers(domain) == []
    admin.post(f"{PAGE}1/remove/", {"version": domain.version})
    assert not Domain.objects.exists()


def test_a_domain_that_was_renamed_meanwhile_takes_nothing(admin, yearly_list):
    task, domain = make_task(yearly_list, number=1), make_domain(yearly_list)
    data = posted("group", [task], [domain], domain)
    Domain.objects.update(version=1, name="别的")
    assert "没有办理" in admin.post(f"{PAGE}group/", data, follow=True).text
    assert numbers(domain) == []


def test_a_choice_that_lacks_is_asked_for(admin, yearly_list):
    task, domain = make_task(yearly_list), make_domain(yearly_list)
    answer = admin.post(f"{PAGE}group/", posted("group", [task], [domain]))
    assert answer.status_code == 400 and "请选择归入哪个领域" in answer.text


def test_printed_domains_are_shown_and_nothing_of_them_can_be_done(admin):
    yearly_list = make_list(2023)
    make_domain(yearly_list, make_task(yearly_list), is_custom=False)
    page = admin.get("/2023/domains/").text
    assert "文件已划分领域" in page and "教育" in page
    assert "文件划分1个" in page and 'type="checkbox"' not in page
    assert "增加领域" not in page and 'value="group"' not in page and "/2023/domains/1/" not in page
    assert admin.get("/2023/domains/1/").status_code == 404
    assert admin.post("/2023/domains/1/remove/", {"version": 0}).status_code == 404
    answer = admin.post("/2023/domains/", {"number": 2, "name": "医疗"})
    assert answer.status_code == 400 and "文件已划分领域" in answer.text and Domain.objects.count() == 1


def test_tasks_are_found_by_domain_matter_and_words(admin, yearly_list):
    task = make_task(yearly_list, number=1, text="新建幼儿园。")
    make_task(yearly_list, number=2, text="修公园。")
    make_domain(yearly_list, task), make_matter(yearly_list, task)
    for query in ("?domain=1", "?matter=1", "?q=幼儿园"):
        rows = admin.get(PAGE + query).context["table"].data.data
        assert [row["number"] for row in rows] == [1], query
    assert [row["number"] for row in admin.get(f"{PAGE}?domain=none").context["table"].data.data] == [2]


def test_the_table_looks_as_every_table_does_and_its_own_column_stands_last(admin, yearly_list):
    make_domain(yearly_list, make_task(yearly_list)), make_matter(yearly_list)
    own, other = admin.get(PAGE).context["table"], admin.get("/2021/matters/").context["table"]
    assert '<table class="t stick cards">' in own.html()
    assert [each.name for each in own.columns][-3:] == ["matter", "leads", "domain__name"]
    assert [each.name for each in other.columns][-3:] == ["domain__name", "leads", "matter"]


@pytest.mark.parametrize("order", ["number", "domain__name", "-matter", "leads"])
def test_tasks_can_be_sorted(admin, yearly_list, order):
    make_domain(yearly_list, make_task(yearly_list, number=2)), make_matter(yearly_list)
    assert admin.get(f"{PAGE}?sort={order}").context["table"].order() == order


def test_domains_of_ones_own_are_marked_on_the_pages_of_the_plan(admin, yearly_list):
    make_domain(yearly_list, make_task(yearly_list, number=1))
    assert "1 个，自定" in one_line(admin.get("/2021/").text)
    assert "教育（自定）" in one_line(admin.get("/2021/tasks/1/").text)


def test_the_page_asks_the_same_for_one_task_and_for_thirty(
    admin, yearly_list, django_assert_max_num_queries
):
    admin.get(PAGE)
    counts = []
    for size in (1, 30):
        tasks = [make_task(yearly_list, lead=make_unit()) for _ in range(size)]
        make_domain(yearly_list, *tasks, order=size, name=f"第{size}")
        with django_assert_max_num_queries(12) as asked:
            admin.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
