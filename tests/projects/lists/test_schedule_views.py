from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from projects.rules.states import DocumentKind
from tests.factories import make_document, make_domain, make_list, make_milestone, make_sub_project, make_task

URL = "/2021/schedule.xlsx"


def opened(response):
    page = load_workbook(BytesIO(response.content), rich_text=True).active
    return [[cell.value for cell in line] for line in page.iter_rows()]


@pytest.fixture
def reader(as_role):
    return as_role("filer")


def test_schedule_holds_the_list_in_its_order(reader):
    plan = make_list()
    later = make_task(plan, number=2, text="新建幼儿园16所。", clause="（牵头单位：市教育局）")
    make_task(plan, number=1, text="新改扩建中小学25所。", clause="（牵头单位：市教育局）")
    make_milestone(later, 2, "开工建设。")
    assert opened(reader.get(URL))[3:] == [
        [1, "新改扩建中小学25所。", None, None, None, None, "牵头单位：市教育局"],
        [2, "新建幼儿园16所。", None, "开工建设。", None, None, "牵头单位：市教育局"],
    ]


def test_names_of_sub_projects_are_bold_and_printed_numbers_are_not(reader):
    task = make_task(make_list(), number=1)
    part = make_sub_project(task)
    items = [{"label": "园博园", "text": "开工。", "sub_project": part}, {"label": "2", "text": "验收。"}]
    make_milestone(task, 1, "园博园：开工。2.验收。", items=items)
    runs = opened(reader.get(URL))[3][2]
    assert [(run.text, run.font.b) for run in runs] == [("园博园：", True), ("开工。2.验收。", False)]


def test_file_is_named_by_the_title_that_the_document_prints(reader):
    make_document(make_list(), kind=DocumentKind.SCHEDULE, title="2021年连云港市50件民生实事序时进度安排方案")
    response = reader.get(URL)
    assert (
        unquote(response["Content-Disposition"])
        == "attachment; filename*=utf-8''2021年连云港市50件民生实事序时进度安排方案.xlsx"
    )
    assert opened(response)[0][0] == "2021年连云港市50件民生实事序时进度安排方案"


def test_a_list_without_a_schedule_document_is_titled_in_the_same_manner(reader):
    make_list(2023)
    assert opened(reader.get("/2023/schedule.xlsx"))[0][0] == "2023年连云港市50件民生实事序时进度安排方案"


def test_another_list_is_left_out(reader):
    make_list()
    make_milestone(make_task(make_list(2019), number=1), 1)
    assert len(opened(reader.get(URL))) == 3


def test_an_unknown_year_is_not_found(reader):
    assert reader.get(URL).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client, db):
    assert client.get(URL)["Location"] == f"/accounts/login/?next={URL}"


def test_the_number_of_queries_does_not_grow_with_the_list(reader, django_assert_num_queries):
    plan = make_list()
    reader.get("/2019/schedule.xlsx")  # a session's first page writes when it was seen
    with django_assert_num_queries(6):
        reader.get(URL)
    for number in range(1, 31):
        make_milestone(make_task(plan, number=number), 1, items=["开工。", "竣工。"])
    with django_assert_num_queries(6):
        reader.get(URL)


def test_domains_of_ones_own_are_no_headings_of_the_document(reader):
    plan, printed = make_list(2021), make_list(2023)
    make_domain(plan, make_task(plan, number=1))
    make_domain(printed, make_task(printed, number=1), is_custom=False)
    assert "教育" not in [line[0] for line in opened(reader.get(URL))]
    assert "教育" in [line[0] for line in opened(reader.get("/2023/schedule.xlsx"))]
