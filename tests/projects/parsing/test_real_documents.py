"""The four list documents, read to the character: each stands in what was read, once and in order."""

import re
from datetime import date

import pytest

from projects.parsing.findings import CODES
from tests.projects.parsing.documents import LISTS, PLAN, raw, reading, task

HAN_NUMBERS = "一二三四五六七八九十"


def bare(text: str) -> str:
    return "".join(text.split())


def names(parsed):
    return [name for task in parsed.tasks for name in (*task.lead, *task.co)]


def cells(name):
    return [cell for task in reading(name).tasks for cell in task.quarters]


def test_2023_is_told_by_its_letterhead():
    parsed = reading("2023-breakdown")
    assert (parsed.kind, parsed.year, parsed.matters) == ("breakdown", 2023, 50)
    assert (parsed.document_number, parsed.issued_on) == ("连政发〔2023〕6号", date(2023, 1, 20))
    assert parsed.title == "市政府关于印发2023年连云港市50件民生实事任务分解方案的通知"


def test_2023_has_160_tasks_in_ten_domains():
    parsed = reading("2023-breakdown")
    assert [task.number for task in parsed.tasks] == list(range(1, 161))
    counts = [sum(task.domain == domain for task in parsed.tasks) for domain in parsed.domains]
    assert counts == [11, 17, 11, 17, 22, 11, 11, 7, 14, 39]
    assert (parsed.domains[0], parsed.domains[-1]) == ("教育惠民领域", "社会保障领域")


@pytest.mark.parametrize(
    ("name", "distinct", "mentions"),
    [("2023-breakdown", 68, 729), ("2021-breakdown-traditional", 66, 426), ("2021-schedule", 68, 426)],
)
def test_every_unit_is_named_as_often_as_printed(name, distinct, mentions):
    printed = names(reading(name))
    assert (len(set(printed)), len(printed)) == (distinct, mentions)


def test_2021_breakdown_is_told_by_the_head_of_its_web_page():
    parsed = reading("2021-breakdown-traditional")
    assert (parsed.kind, parsed.year, parsed.matters, len(parsed.tasks)) == ("breakdown", 2021, 50, 120)
    assert (parsed.document_number, parsed.issued_on) == ("连政发〔2021〕10号", date(2021, 2, 10))
    assert parsed.title == "市政府关于印发2021年50件民生实事分解落实方案的通知"


def test_2021_breakdown_has_two_tasks_without_a_lead_called_so():
    parsed = reading("2021-breakdown-traditional")
    assert [finding.task for finding in parsed.findings if finding.code == "missing_lead"] == [25, 79]
    assert task("2021-breakdown-traditional", 25).lead == ("市卫健委", "市人社局", "市退役军人局")


def test_2021_schedule_has_480_cells_of_which_three_are_empty():
    parsed = reading("2021-schedule")
    assert (parsed.kind, parsed.year, parsed.matters) == ("schedule", 2021, 50)
    assert parsed.title == "2021年连云港市50件民生实事序时进度安排方案"
    assert [task.number for task in parsed.tasks] == list(range(1, 121))
    assert [
        (task.number, quarter)
        for task in parsed.tasks
        for quarter, cell in enumerate(task.quarters, 1)
        if not cell
    ] == [(5, 4), (8, 4), (82, 4)]


def test_2021_schedule_names_76_sub_projects_in_five_tasks():
    labels = [
        (task.number, item.label)
        for task in reading("2021-schedule").tasks
        for items in task.items
        for item in items
        if item.label
    ]
    assert len(labels) == 76
    assert {number for number, _ in labels} == {11, 36, 51, 92, 105}


def test_2019_has_200_filled_cells_of_which_171_are_numbered():
    parsed = reading("2019-schedule")
    assert (parsed.kind, parsed.year, parsed.matters, len(parsed.tasks)) == ("schedule", 2019, 50, 50)
    assert all(cells("2019-schedule"))
    assert sum(items[0].label == "1" for task in parsed.tasks for items in task.items) == 171
    assert not names(parsed)


def test_the_plan_is_a_plan():
    parsed = reading(PLAN)
    assert (parsed.kind, parsed.tasks) == ("plan", ())
    assert parsed.title == '连云港市"十四五"保障和提升公共服务规划'


def test_the_plans_two_indicator_tables():
    indicators = reading(PLAN).indicators
    assert [sum(each.table == table for each in indicators) for table in (2, 3)] == [32, 36]
    first, last = indicators[32], indicators[-1]
    assert (first.table, first.domain, first.name, first.unit) == (
        3,
        "幼有所育",
        "适龄儿童免疫规划疫苗接种率",
        "%",
    )
    assert (first.values, first.attribute) == ({"2020": "95", "2025": "≥95"}, "约束性")
    assert (last.domain, last.name, last.values) == (
        "安全保障",
        "公众安全感",
        {"2020": "98.51", "2025": ">95"},
    )


@pytest.mark.parametrize("name", LISTS)
def test_source_text_stands_in_the_document_as_it_is(name):
    printed = bare(re.sub(r"\s*— \d+ —\s*", "", re.sub(r"</?[bp]>", "", raw(name))))
    for read in reading(name).tasks:
        for text in (read.source_text, *(read.source_quarters or ())):
            assert bare(text) in printed


def test_every_character_of_the_2023_list_is_accounted_for():
    printed = bare(re.sub(r"— \d+ —", "", raw("2023-breakdown")))
    rest = printed[printed.index("一、教育惠民领域") :]
    domain, count = None, 0
    for read in reading("2023-breakdown").tasks:
        if read.domain != domain:
            rest = rest.removeprefix(f"{HAN_NUMBERS[count]}、{read.domain}")
            domain, count = read.domain, count + 1
        whole = f"{read.number}.{bare(read.text)}{bare(read.clause)}"
        assert rest.startswith(whole), read.number
        rest = rest.removeprefix(whole)
    assert (
        rest
        == "抄送：市委各部门，市人大常委会办公室，市政协办公室，市纪委监委，市法院，市检察院，连云港警备区。"
    )


def test_every_character_of_the_2021_breakdown_is_accounted_for_in_both_hands():
    lines = [bare(line) for line in raw("2021-breakdown-traditional").splitlines()]
    tasks = reading("2021-breakdown-traditional").tasks
    for line, read in zip(lines[-120:], tasks, strict=True):
        clause_length = len(bare(read.clause))
        assert line[:-clause_length] == f"{read.number}.{bare(read.source_text)}"
        assert len(read.source_text) == len(read.text)


def test_every_cell_of_the_2021_schedule_is_read_as_printed():
    rows = [line.split("\t") for line in raw("2021-schedule").splitlines() if re.match(r"\d+\t", line)]
    for row, read in zip(rows, reading("2021-schedule").tasks, strict=True):
        printed = [bare(re.sub(r"</?[bp]>", "", cell)) for cell in row]
        assert printed == [str(read.number), bare(read.text), *map(bare, read.quarters), bare(read.clause)]


def test_every_character_of_the_2019_schedule_is_accounted_for():
    heads = {
        "2019年连云港市50件民生实事序时进度安排方案",
        "序",
        "号目标任务",
        "序时进度",
        "第一季度第二季度第三季度第四季度",
    }
    printed = "".join(bare(line) for line in raw("2019-schedule").splitlines() if bare(line) not in heads)
    assert printed == "".join(
        f"{read.number}{bare(read.text)}{''.join(map(bare, read.quarters))}"
        for read in reading("2019-schedule").tasks
    )


def test_every_cell_of_2019_ends_where_its_column_ends():
    lines = raw("2019-schedule").splitlines()
    ends = {bare(line) for line in lines if line.endswith(" ")}
    for read in reading("2019-schedule").tasks:
        for cell in (read.text, *read.quarters):
            assert any(bare(cell).endswith(end) for end in ends), (read.number, cell)


@pytest.mark.parametrize("name", LISTS)
def test_items_hold_every_character_of_their_cell(name):
    for read in reading(name).tasks:
        for cell, items in zip(read.quarters or (), read.items or (), strict=True):
            letters = re.compile(r"[^\w%％“”]")
            joined = "".join(f"{item.label}{item.text}" for item in items)
            assert letters.sub("", joined) == letters.sub("", cell), (read.number, cell)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "新建中小学15所、改扩建8所。完成校安工程23万平方米。"),
        (6, "建成6—8个服务主导产业的市级产业学院。开展职业教育技术技能人才培训1.8万人次。"),
        (
            18,
            "建设12家“15分钟医保服务圈”省级示范点。建成“江苏医保云”连云港站点，实现医保公共事项掌上可办率80%以上。",
        ),
        (24, "为2500名0—14岁残疾儿童实施免费基本康复救助。"),
        (36, "建设G204柘汪停车场、S242杨集停车场、G228公路港停车场。"),
        (70, "新增150个公共地下空间4G/5G信号覆盖。完成156个行政村5G信号覆盖，实现全市所有行政村5G覆盖。"),
        (
            133,
            "普通门诊统筹起付标准由1500元降至750元，报销比例提高至60%，基层医疗机构报销比例不低于70%；合规医疗费用的最高支付限额达到6000元以上。",
        ),
        (154, "市区建设拥军门店100家。建成退役军人法律援助服务站30家。建成“戎耀之家”80家。"),
        (160, "为500名困难职工子女发放助学慰问金。"),
    ],
)
def test_2023_texts(number, text):
    assert task("2023-breakdown", number).text == text


@pytest.mark.parametrize(
    ("number", "lead", "co"),
    [
        (7, ("市发改委",), ("市教育局", "市人社局")),
        (
            11,
            ("市教育局",),
            ("市发改委", "市住建局", "市财政局", "市审计局", "连云港师范高等专科学校", "连云港职业技术学院"),
        ),
        (
            56,
            ("市委组织部（市人委才办）",),
            ("市人社局", "市妇联", "市总工会", "团市委", "各县区", "功能板块"),
        ),
        (58, ("海州区", "市开发区"), ("市发改委", "市住建局", "市文广旅局")),
        (61, ("市住建局",), ("市发改委", "市财政局", "市自然资源局", "各县区", "功能板块")),
        (112, ("市住建局", "海州区"), ("市农业农村局", "市文广旅局", "市交通局", "市审计局", "市机关管理局")),
        (145, ("市文广旅局",), ("各县区", "功能板块", "江苏有线连云港分公司")),
    ],
)
def test_2023_units(number, lead, co):
    assert (task("2023-breakdown", number).lead, task("2023-breakdown", number).co) == (lead, co)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (53, "24部门联动构建“一企来”企业服务热线,帮助中小微企业解决难题。"),
        (61, "建立完善400万元困难退役军人“关爱基金”。"),
        (90, "新改建市图书馆分馆5家。"),
        (97, "新建22个“1、3、5”分钟治安快速反应圈,进一步提高见警率。"),
        (105, "实施蔷薇湖水源地功能提升工程,复垦2000亩弃土区。"),
    ],
)
def test_2021_breakdown_texts(number, text):
    assert task("2021-breakdown-traditional", number).text == text


def test_the_traditional_text_is_kept_beside():
    assert (
        task("2021-breakdown-traditional", 105).source_text
        == "實施薔薇湖水源地功能提升工程,復墾2000畝棄土區。"
    )
    assert task("2021-breakdown-traditional", 40).co[-1] == "中国联通连云港分公司"


def test_a_sub_projects_name_and_text_are_taken_apart():
    items = task("2021-schedule", 36).items
    assert [item.label for item in items[0]] == [
        *("园博园", "玉带河河滨公园", "刘志洲山公园", "胸阳公园"),
        *("一带一路国际物流园生态园", "郁洲公园", "和安湖公园"),
    ]
    assert items[0][5].text == "“公园+”改造完成前期工程。"
    assert items[2][2].label == "刘志洲山公园、胸阳公园、一带一路国际物流园生态园"
    assert items[0][6].text == "提升完成前期工作。做好工程项目前期审批工作。"


def test_numbered_items_are_taken_apart_where_a_year_follows_the_number():
    quarter = task("2019-schedule", 37).items[3]
    assert [item.label for item in quarter] == ["1", "2", "3"]
    assert quarter[2].text == "2019年新建农路全列入养护计划，列养率达100%。"


def test_numbered_items_are_taken_apart_where_an_amount_follows_the_number():
    cell = task("2019-schedule", 1).quarters[3]
    assert "；2. 18所新建幼儿园" in cell
    assert [item.text[:8] for item in task("2019-schedule", 1).items[3]] == [
        "新改扩建中小学中",
        "18所新建幼儿园",
        "世纪凤凰城幼儿园",
    ]


def test_a_cell_without_numbers_gives_its_sentences():
    assert [(item.label, item.text) for item in task("2021-schedule", 10).items[0]] == [
        ("", "完成泵房、太阳能及水箱调试"),
        ("", "食堂建设。"),
    ]


def test_wrapped_and_spaced_out_lines_are_joined():
    assert task("2019-schedule", 17).text.endswith("新建改建便民道路60条。实现市辖区背街小巷装灯率100%。")
    assert (
        "一期6#、7#内外装饰装修完成80%，8#9#10#内外装饰装修完成70%，1#2#11#主体结构完成60%"
        in task("2019-schedule", 14).quarters[2]
    )
    assert task("2019-schedule", 44).text.endswith(
        "PM2.5平均浓度比2015年下降20%以上，全年空气优良率保持全省领先。"
    )


@pytest.mark.parametrize(
    ("number", "quarter", "code"),
    [
        (10, 1, "unbalanced"),  # “青农计划；
        (12, 3, "item_number"),  # 1 3 3
        (16, 2, "repeated_words"),  # 改造改造
        (16, 4, "no_full_stop"),
        (18, 4, "double_punctuation"),  # 。。
        (21, 1, "no_full_stop"),
        (26, 1, "no_full_stop"),
        (30, 3, "double_punctuation"),  # ，.召开
        (35, 1, "no_full_stop"),
        (35, 3, "item_number"),  # 4. … 4、
        (39, 3, "unbalanced"),  # 进乡村”惠民
        (42, 3, "item_separator"),
        (43, 2, "item_separator"),
    ],
)
def test_irregularities_of_2019_are_found(number, quarter, code):
    assert (number, quarter, code) in {
        (finding.task, finding.quarter, finding.code) for finding in reading("2019-schedule").findings
    }


@pytest.mark.parametrize(
    ("number", "quarter", "code"),
    [
        (5, 4, "empty_cell"),
        (11, None, "label_drift"),
        (36, 1, "label_marks"),
        (25, None, "missing_lead"),
        (62, 4, "odd_sentence"),
        (None, None, "half_width"),
        (None, None, "inline_tags"),
    ],
)
def test_irregularities_of_the_2021_schedule_are_found(number, quarter, code):
    assert (number, quarter, code) in {
        (finding.task, finding.quarter, finding.code) for finding in reading("2021-schedule").findings
    }


@pytest.mark.parametrize("name", [*LISTS, PLAN])
def test_every_finding_has_a_listed_code_and_a_sentence(name):
    assert all(finding.code in CODES and finding.message for finding in reading(name).findings)
