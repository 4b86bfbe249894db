"""逐项填数: all figures of a unit's quarter in one table, saved together by the same rules as the forms."""

import re
from decimal import Decimal

import pytest

from progress.models import ItemState, Measurement, Report, ReportingPeriod
from progress.reports import actions
from progress.rules.states import Completion, ReportState
from tests.as_read import as_read
from tests.factories import NOW, make_report, make_target, make_unit, make_user
from tests.pages import one_line
from tests.progress.conftest import owed, saved

pytestmark = pytest.mark.django_db

TABLE, RECKON = "/2021/q2/filing/figures/", "/2021/q2/filing/figures/reckon/"
INPUT = re.compile(r'<input [^>]*name="([^"]+)"[^>]*>')


def shown(client, address=TABLE):
    """What a browser would post of the page as it is."""
    page = client.get(address).content.decode()
    found = {}
    for match in INPUT.finditer(page.split('id="figures"')[1]):
        value = re.search(r' value="([^"]*)"', match[0])
        if 'type="checkbox"' not in match[0] or " checked" in match[0]:
            found[match[1]] = value[1] if value else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def key_of(report):
    return report.task.targets.get().pk


def values():
    return dict(Measurement.objects.values_list("report__task__number", "value"))


@pytest.fixture
def three(report, unit):
    """Tasks 36, 37 and 38."""
    return [report, *(owed(unit, number, report.task.yearly_list) for number in (37, 38))]


def test_every_figure_that_the_unit_owes_stands_in_the_table(three, unit, filer, enter):
    owed(make_user("stranger").unit, 39, three[0].task.yearly_list)
    page = one_line(enter(filer).get(TABLE).content.decode())
    assert [f'name="value-{key_of(each)}"' in page for each in three] == [True] * 3
    assert "共 3 个数，已填<span data-filled>0</span>个" in page
    assert page.count("<tr data-target=") == 3


def test_a_task_without_figures_is_named_with_the_way_to_its_form(report, unit, filer, enter):
    bare = owed(unit, 40, report.task.yearly_list)
    bare.task.targets.all().delete()
    page = one_line(enter(filer).get(TABLE).content.decode())
    assert "没有量化目标、只填文字和事项的任务" in page and f'href="{bare.address}"' in page


def test_figures_are_saved_together_each_with_its_version(three, filer, enter):
    client = enter(filer)
    posted = shown(client)
    posted |= {f"value-{key_of(each)}": str(number) for number, each in enumerate(three, 1)}
    assert client.post(TABLE, posted).status_code == 302
    assert values() == {36: 1, 37: 2, 38: 3}
    assert set(Report.objects.values_list("state", "version")) == {(ReportState.DRAFT, 1)}


def test_what_nobody_typed_into_is_not_saved(three, filer, enter):
    client = enter(filer)
    client.post(TABLE, shown(client) | {f"value-{key_of(three[1])}": "2"})
    assert list(Report.objects.values_list("version", flat=True).order_by("task__number")) == [0, 1, 0]


def test_text_and_items_of_the_form_stay_as_they_are(report, filer, enter):
    saved(report, filer, text="已建成2个公园。", problems="用地未落实。\r\n第二行。")
    client = enter(filer)
    client.post(TABLE, shown(client) | {f"value-{key_of(report)}": "3"})
    report.refresh_from_db()
    assert (report.text, report.problems) == ("已建成2个公园。", "用地未落实。\r\n第二行。")
    assert [each.state for each in ItemState.objects.all()] == [Completion.DONE]
    assert values() == {36: 3}


def test_a_figure_with_decimals_comes_back_as_it_is(report, filer, enter):
    saved(report, filer, value=Decimal("123456.7891"))
    client = enter(filer)
    client.post(TABLE, shown(client) | {f"reason-{key_of(report)}": ""})
    assert values() == {36: Decimal("123456.7891")}
    assert Report.objects.get().version == 1, "nothing was typed"


def test_a_line_that_somebody_else_saved_is_refused_by_name_and_the_others_are_saved(three, filer, enter):
    client = enter(filer)
    posted = shown(client) | {f"value-{key_of(each)}": "4" for each in three}
    saved(three[1], make_user(unit=three[1].unit), value=2)
    answer = client.post(TABLE, posted)
    page = one_line(answer.content.decode())
    assert answer.status_code == 409
    assert values() == {36: 4, 37: 2, 38: 4}
    assert "有1项没有保存" in page and "其余2项已保存" in page
    assert "已在7月14日 09:30保存过本报告" in page and "已存 2" in page
    assert f'name="value-{key_of(three[1])}" value="4"' in page, "what was typed stays"


def test_the_next_save_replaces_it_knowingly(three, filer, enter):
    client = enter(filer)
    posted = shown(client) | {f"value-{key_of(three[1])}": "4"}
    saved(three[1], make_user(unit=three[1].unit), value=2)
    page = client.post(TABLE, posted).content.decode()
    again = {match[1]: re.search(r' value="([^"]*)"', match[0]) for match in INPUT.finditer(page)}
    assert (
        client.post(
            TABLE,
            {
                name: found[1] if found else ""
                for name, found in again.items()
                if not name.startswith("confirm")
            },
        ).status_code
        == 302
    )
    assert values()[37] == 4


def test_an_untouched_line_that_somebody_else_saved_is_no_refusal(three, filer, enter):
    client = enter(filer)
    posted = shown(client) | {f"value-{key_of(three[0])}": "4"}
    saved(three[1], make_user(unit=three[1].unit), value=2)
    assert client.post(TABLE, posted).status_code == 302
    assert values() == {36: 4, 37: 2}


def test_a_line_that_was_sent_since_keeps_what_was_typed_to_be_copied(report, filer, signer, enter):
    client = enter(filer)
    posted = shown(client) | {f"value-{key_of(report)}": "4"}
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    page = one_line(client.post(TABLE, posted).content.decode())
    assert "没有保存：该报告现为“待审签”" in page and "您填写的（城市公园）：4" in page
    assert values() == {36: 2}


def test_a_column_has_one_name_on_a_desk_and_on_a_phone(three, report, filer, signer, enter):
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    page = one_line(enter(filer).get(TABLE).content.decode())
    heads = {" ".join(each.split()) for each in re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", page)}
    labels = set(re.findall(r'data-label="([^"]*)"', page.partition('id="figures"')[2]))
    assert labels - {"本季完成", "计划投资"} <= heads
    assert page.count('data-label="核对、状态"') == 3


def test_what_is_locked_stands_to_be_read(report, filer, signer, enter):
    as_read(actions.send_for_signature, saved(report, filer), at=NOW, by=filer)
    page = one_line(enter(filer).get(TABLE).content.decode())
    assert f'name="value-{key_of(report)}"' not in page
    assert '<td class="num" data-label="本次累计">2个</td>' in page and "待审签" in page


def test_in_a_closed_quarter_only_what_was_opened_again_is_typed_into(three, filer, coordinator, enter):
    ReportingPeriod.objects.update(closed_at=NOW)
    Report.objects.filter(pk=three[1].pk).update(state=ReportState.REOPENED, submitted_at=NOW)
    page = enter(filer).get(TABLE).content.decode()
    assert [f'name="value-{key_of(each)}"' in page for each in three] == [False, True, False]


def test_what_cannot_be_read_is_kept_as_typed_and_marked(report, filer, enter):
    client = enter(filer)
    client.post(TABLE, shown(client) | {f"value-{key_of(report)}": "12 34"})
    page = one_line(client.get(TABLE).content.decode())
    assert 'value="12 34"' in page and "这一格里有2个数" in page
    assert Report.objects.get().unread


def test_a_doubtful_figure_is_confirmed_in_the_table(report, filer, enter):
    client, key = enter(filer), key_of(report)
    posted = shown(client) | {f"value-{key}": "12"}
    told = client.post(RECKON, posted).json()["targets"][str(key)]
    assert "超过全年目标5个的两倍" in told["doubt"]
    client.post(TABLE, posted | {f"confirm-{key}": told["mark"]})
    assert [each["by_whom"] for each in Report.objects.get().confirmations] == ["filer"]
    assert shown(client)[f"confirm-{key}"] == told["mark"]
    client.post(
        TABLE, {name: value for name, value in shown(client).items() if not name.startswith("confirm")}
    )
    assert Report.objects.get().confirmations == [], "the tick was taken away"


def test_reckoning_tells_of_what_was_posted_alone(three, filer, enter):
    client, key = enter(filer), key_of(three[1])
    posted = {f"version-{three[1].pk}": "0", f"value-{key}": "4"}
    told = client.post(RECKON, posted).json()["targets"]
    assert list(told) == [str(key)]
    assert (told[str(key)]["own"], told[str(key)]["rate"]) == ("4个", "80.0%")
    assert client.get(RECKON).status_code == 302


def test_another_units_figures_are_neither_saved_nor_told(report, filer, enter):
    stranger = make_user("stranger", unit=make_unit("smzj"))
    posted = {f"version-{report.pk}": "0", f"value-{key_of(report)}": "4"}
    client = enter(stranger)
    assert client.post(RECKON, posted).json() == {"targets": {}}
    client.post(TABLE, posted)
    assert values() == {}


def test_the_page_saves_by_itself_and_goes_on_with_the_new_version(report, filer, enter):
    client, key = enter(filer), key_of(report)
    posted = shown(client) | {f"value-{key}": "2 "}
    told = client.post(TABLE, posted, headers={"X-Background": "1"}).json()
    assert (told["refused"], told["fields"][f"version-{report.pk}"]) == ([], 1)
    posted |= told["fields"]
    client.post(TABLE, posted, headers={"X-Background": "1"})
    assert Report.objects.get().version == 1, "nothing was typed since"
    told = client.post(TABLE, posted | {f"value-{key}": "3"}, headers={"X-Background": "1"}).json()
    assert told["fields"][f"version-{report.pk}"] == 2


def test_in_the_background_a_refusal_is_told_by_name(report, filer, enter):
    client = enter(filer)
    posted = shown(client) | {f"value-{key_of(report)}": "4"}
    saved(report, make_user(unit=report.unit), value=2)
    answer = client.post(TABLE, posted, headers={"X-Background": "1"})
    assert answer.status_code == 409 and answer.json()["refused"][0].startswith("第36项：")


def test_what_came_back_through_the_sign_in_is_filled_in_and_saved_by_the_next_click(report, filer, enter):
    client, key = enter(filer), key_of(report)
    posted = shown(client) | {f"value-{key}": "4"}
    carried = {f"carried-{name}": value for name, value in posted.items()}
    page = client.post(TABLE, carried).content.decode()
    assert "您刚才填写的内容尚未保存" in page and f'name="value-{key}" value="4"' in page
    assert values() == {}
    mark = re.search(rf'name="seen-{report.pk}" value="([^"]*)"', page)[1]
    client.post(TABLE, posted | {f"seen-{report.pk}": mark})
    assert values() == {36: 4}


def test_the_fourth_quarter_asks_what_the_year_will_come_to(report, unit, filer, enter):
    last = make_report(report.task, unit, quarter=4)
    client, address = enter(filer), "/2021/q4/filing/figures/"
    client.post(address, shown(client, address) | {f"expected-{key_of(last)}": "5"})
    assert Measurement.objects.get().expected_at_year_end == 5


def test_a_quarter_not_opened_says_so_and_an_unknown_one_is_not_there(report, filer, enter):
    client = enter(filer)
    assert "本季度尚未开启填报" in client.get("/2021/q3/filing/figures/").content.decode()
    assert client.post("/2021/q3/filing/figures/").status_code == 404
    assert client.get("/2022/q1/filing/figures/").status_code == 404


def test_the_table_asks_the_database_as_often_for_thirty_tasks_as_for_one(
    report, unit, filer, enter, django_assert_max_num_queries
):
    client = enter(filer)
    client.get(TABLE)
    with django_assert_max_num_queries(12) as one:
        client.get(TABLE)
    for number in range(37, 66):
        saved(owed(unit, number, report.task.yearly_list), filer)
    with django_assert_max_num_queries(12) as many:
        client.get(TABLE)
    assert len(many) - len(one) <= 1, "a first draft adds its items"


def test_several_targets_of_a_task_are_saved_as_one(report, filer, enter):
    first = key_of(report)
    second = make_target(report.task, label="口袋公园", unit="个", quantity=9).pk
    client = enter(filer)
    client.post(TABLE, shown(client) | {f"value-{first}": "2", f"reason-{second}": "尚未统计"})
    assert dict(Measurement.objects.values_list("target", "no_data_reason")) == {
        first: "",
        second: "尚未统计",
    }
    assert Report.objects.get().version == 1
