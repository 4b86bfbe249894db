"""承接关系 as the administrator sees it."""

import pytest

from projects.models import Succession, Task
from projects.rules.roles import Role
from tests.factories import NOW, make_list, make_task, make_user

pytestmark = pytest.mark.django_db
PAGE = "/2023/succession/"


@pytest.fixture
def lists():
    return make_list(2019), make_list(2021), make_list(2023)


@pytest.fixture
def admin(client):
    client.force_login(make_user("admin", role=Role.ADMINISTRATOR))
    return client


def pair(later, earlier, *, year=2021, **fields):
    tasks = [
        Task.objects.filter(yearly_list__year=of, number=number).first()
        or make_task(lists_of(of), number=number, text=f"{of}年第{number}件事。")
        for of, number in ((2023, later), (year, earlier))
    ]
    fields = {"likeness": 80, "reason": "两项都写有“体育公园”", "made_at": NOW, **fields}
    return Succession.objects.create(later=tasks[0], earlier=tasks[1], **fields)


def lists_of(year):
    return Task._meta.get_field("yearly_list").related_model.objects.get(year=year)


def page(client, query=""):
    return client.get(PAGE + query).content.decode()


def decide(client, act, *pairs, query="", **posted):
    versions = {f"version-{each.pk}": each.version for each in pairs}
    data = {"action": act, "pair": [each.pk for each in pairs], **versions, **posted}
    return client.post(f"{PAGE}decide/{query}", data, follow=True)


def states():
    return list(Succession.objects.order_by("pk").values_list("state", flat=True))


def test_both_texts_stand_side_by_side_with_the_reason(lists, admin):
    pair(117, 37)
    shown = page(admin)
    for words in ("2023年第117件事。", "2021年第37件事。", "80%", "两项都写有“体育公园”", "2021年第37项"):
        assert words in shown


def test_those_that_wait_come_first_and_the_others_under_their_state(lists, admin):
    pair(1, 11), pair(2, 12, state="confirmed"), pair(3, 13, state="refused")
    assert "第11件事" in page(admin) and "第12件事" not in page(admin)
    assert "第12件事" in page(admin, "?state=confirmed") and "第11件事" not in page(admin, "?state=confirmed")
    assert "第13件事" in page(admin, "?state=refused")
    assert all(f"第1{number}件事" in page(admin, "?state=all") for number in (1, 2, 3))


def test_pairs_are_found_by_year_and_words_and_number(lists, admin):
    pair(1, 11), pair(2, 12, year=2019)
    for query in ("?before=2019", "?q=第12件", "?q=12"):
        assert "第12件事" in page(admin, query) and "第11件事" not in page(admin, query)


@pytest.mark.parametrize("order", ["number", "before", "-likeness", "state"])
def test_pairs_can_be_sorted(lists, admin, order):
    pair(1, 11), pair(2, 12, likeness=None, state="confirmed")
    assert "第11件事" in page(admin, f"?state=all&sort={order}")


def test_many_are_confirmed_at_once_and_the_filter_stays(lists, admin):
    pairs = [pair(1, 11), pair(2, 12), pair(3, 13)]
    answer = decide(admin, "confirm", *pairs[:2], query="?before=2021")
    assert states() == ["confirmed", "confirmed", "proposed"]
    assert "已确认2对承接关系" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"{PAGE}?before=2021"


def test_one_that_changed_meanwhile_is_told_by_name_and_the_others_go_through(lists, admin):
    pairs = [pair(1, 11), pair(2, 12)]
    Succession.objects.filter(pk=pairs[0].pk).update(version=3)
    shown = decide(admin, "refuse", *pairs).content.decode()
    assert states() == ["proposed", "refused"]
    assert "第1项承接2021年第11项：" in shown and "已将1对标为不承接" in shown
    assert f'value="{pairs[0].pk}" checked' in shown  # what was refused stays ticked


def test_the_ticks_come_back_through_the_sign_in(lists, admin):
    pairs = [pair(1, 11), pair(2, 12), pair(3, 13)]
    carried = {"carried-action": "confirm", "carried-pair": [each.pk for each in pairs[:2]]}
    shown = admin.post(f"{PAGE}decide/", carried, follow=True).content.decode()
    assert states() == ["proposed"] * 3 and "刚才的操作没有办理" in shown
    assert [f'value="{each.pk}" checked' in shown for each in pairs] == [True, True, False]


def test_a_decision_is_undone(lists, admin):
    one = pair(1, 11, state="confirmed")
    assert "重新待确认" in decide(admin, "undo", one).content.decode()
    assert states() == ["proposed"]


def test_without_a_tick_nothing_is_done_and_that_is_said(lists, admin):
    assert "请先勾选" in decide(admin, "confirm").content.decode()


def test_an_act_without_the_version_or_of_another_name_is_none(lists, admin):
    one = pair(1, 11)
    assert admin.post(f"{PAGE}decide/", {"action": "confirm", "pair": one.pk}).status_code == 404
    assert decide(admin, "delete", one).status_code == 404
    assert states() == ["proposed"]


def test_a_pair_of_another_list_is_not_decided_here(lists, admin):
    one = pair(1, 11)
    data = {"action": "confirm", "pair": one.pk, f"version-{one.pk}": 0}
    admin.post("/2021/succession/decide/", data)
    assert states() == ["proposed"]


def test_nothing_is_ticked_before_it_is_asked_for(lists, admin):
    pair(1, 11)
    assert " checked" not in page(admin) and " checked" in page(admin, "?tick=all")


def test_an_empty_page_says_what_to_do(lists, admin):
    assert "尚未比对" in page(admin)
    one = pair(1, 11, state="confirmed")
    assert "都已处理" in page(admin)
    assert "没有符合条件" in page(admin, "?q=没有这样的")
    one.delete()
    assert "没有可承接的清单" in admin.get("/2019/succession/").content.decode()


def test_the_lists_are_compared_by_a_click(lists, admin):
    make_task(lists[1], number=37, text="新建体育公园9个。")
    make_task(lists[2], number=117, text="新建体育公园4个。")
    for number in range(20):
        make_task(lists[number % 2], text=f"{chr(0x5000 + number)}{chr(0x6000 + number)}。")
    assert "新列1对待确认" in admin.post(f"{PAGE}seek/", follow=True).content.decode()
    assert "没有新的承接关系" in admin.post(f"{PAGE}seek/", follow=True).content.decode()


def register(client, **typed):
    return client.post(PAGE, {"number": 5, "year": 2019, "earlier": 6, **typed}, follow=True)


def test_a_pair_is_registered_by_hand(lists, admin):
    make_task(lists[2], number=5), make_task(lists[0], number=6)
    assert "已登记：2023年第5项承接2019年第6项。" in register(admin).content.decode()
    assert states() == ["confirmed"]
    assert "手工登记" in page(admin, "?state=confirmed")


@pytest.mark.parametrize(
    "typed, told",
    [
        ({"number": 99}, "2023年没有第99项。"),
        ({"earlier": 99}, "2019年没有第99项。"),
        ({"number": ""}, "请填写序号。"),
        ({"earlier": "六"}, "没有看懂“六”。"),
        ({"year": 2023}, "2023"),
    ],
)
def test_what_is_typed_wrong_comes_back_with_the_reason(lists, admin, typed, told):
    make_task(lists[2], number=5), make_task(lists[0], number=6)
    answer = register(admin, **typed)
    assert answer.status_code == 400 and told in answer.content.decode()
    assert states() == []


def test_a_pair_that_stands_is_refused_on_the_form(lists, admin):
    pair(5, 6, year=2019)
    answer = register(admin)
    assert answer.status_code == 400 and "已在表中" in answer.content.decode()


def test_the_page_asks_the_same_number_of_queries_for_one_pair_and_for_thirty(
    lists, admin, django_assert_max_num_queries
):
    pair(1, 11)
    page(admin)
    with django_assert_max_num_queries(12) as once:
        page(admin)
    for number in range(30):
        pair(100 + number, 200 + number)
    with django_assert_max_num_queries(len(once)):
        page(admin)
