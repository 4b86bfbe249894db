import pytest

from projects.corrections.finding_actions import settle
from projects.models import Decision
from tests.factories import NOW, make_finding, make_list, make_task, make_user

pytestmark = pytest.mark.django_db
FINDINGS = "/2021/findings/"


@pytest.fixture
def yearly_list():
    return make_list(2021)


@pytest.fixture
def admin(client, yearly_list):
    client.force_login(make_user("admin", role="administrator"))
    return client


def finding(yearly_list, message, number=None, **fields):
    return make_finding(make_task(yearly_list, number=number), message=message, **fields)


def settled(one):
    settle(one, answer="按原文。", at=NOW, by=make_user(role="administrator"))
    return one


def page(client, query=""):
    return client.get(FINDINGS + query).content.decode()


def test_those_that_wait_come_first(admin, yearly_list):
    settled(finding(yearly_list, "甲有疑。"))
    finding(yearly_list, "乙有疑。")
    shown = page(admin)
    assert "乙有疑。" in shown and "甲有疑。" not in shown


def test_answered_ones_show_who_answered_what(admin, yearly_list):
    settled(finding(yearly_list, "甲有疑。"))
    assert "按原文。" in page(admin, "?state=decided")


def test_findings_are_found_by_code_task_and_words(admin, yearly_list):
    finding(yearly_list, "甲有疑。", number=1, code="alias_used")
    finding(yearly_list, "乙有疑。", number=2, code="unknown_unit")
    for query in ("?code=unknown_unit", "?task=2", "?q=乙有"):
        shown = page(admin, query)
        assert "乙有疑。" in shown and "甲有疑。" not in shown


def test_several_ticked_get_one_answer_and_the_filter_stays(admin, yearly_list):
    ticked = [finding(yearly_list, "甲有疑。"), finding(yearly_list, "乙有疑。")]
    finding(yearly_list, "丙有疑。")
    response = admin.post(
        FINDINGS + "?code=alias_used", {"findings": [one.pk for one in ticked], "answer": "无误。"}
    )
    assert response.url == FINDINGS + "?code=alias_used"
    assert Decision.objects.filter(answer="无误。").count() == 2


def test_without_a_tick_the_answer_stays_typed(admin, yearly_list):
    finding(yearly_list, "甲有疑。")
    shown = admin.post(FINDINGS, {"answer": "无误。"}).content.decode()
    assert "请至少勾选一条疑点。" in shown and 'value="无误。"' in shown


def test_without_an_answer_the_ticks_stay(admin, yearly_list):
    one = finding(yearly_list, "甲有疑。")
    shown = admin.post(FINDINGS, {"findings": [one.pk], "answer": ""}).content.decode()
    assert "请写明处理意见。" in shown and " checked" in shown


def test_one_answered_meanwhile_is_refused_with_its_answer(admin, yearly_list):
    one = settled(finding(yearly_list, "甲有疑。"))
    response = admin.post(FINDINGS, {"findings": [one.pk], "answer": "另一说。"})
    assert response.status_code == 409 and "已经处理：按原文。" in response.content.decode()


def test_a_finding_of_another_list_is_not_answered(admin, yearly_list):
    one = finding(make_list(2020), "甲有疑。")
    admin.post(FINDINGS, {"findings": [one.pk], "answer": "无误。"})
    assert not Decision.objects.exists()


def test_all_of_a_page_are_ticked_by_a_link(admin, yearly_list):
    finding(yearly_list, "甲有疑。")
    assert " checked" in page(admin, "?tick=all")


def test_an_answer_is_taken_back(admin, yearly_list):
    one = settled(finding(yearly_list, "甲有疑。"))
    response = admin.post(f"/2021/findings/{one.pk}/reopen/", {"back": "/2021/findings/?state=decided"})
    assert response.url == "/2021/findings/?state=decided" and not Decision.objects.exists()


def test_the_way_back_leads_nowhere_else(admin, yearly_list):
    one = settled(finding(yearly_list, "甲有疑。"))
    assert admin.post(f"/2021/findings/{one.pk}/reopen/", {"back": "https://example.com/"}).url == FINDINGS


def test_nothing_left_says_so(admin, yearly_list):
    assert "疑点都已处理" in page(admin)


def test_thirty_findings_ask_the_database_as_often_as_one(admin, yearly_list, django_assert_max_num_queries):
    finding(yearly_list, "甲有疑。")
    page(admin)
    with django_assert_max_num_queries(12) as few:
        page(admin)
    for _ in range(30):
        finding(yearly_list, "乙有疑。")
    with django_assert_max_num_queries(12) as many:
        page(admin)
    assert len(few) == len(many)
