"""Made-up tables with merged cells read the same in every format: heads of several lines, classes, names."""

import pytest

from projects.parsing.reading import read
from tests.projects.parsing.formats.merged import WRITERS

QUARTERS = ("一季度", "二季度", "三季度", "四季度")
CANTEENS = ("新建社区食堂12家。", "选址。", "开工12家。", "建成8家。", "建成12家。")
TABLES = ("改建老年餐桌30处。", "改建5处。", "累计10处。", "累计20处。", "累计30处。")
AIDS = ("发放辅具300件。", "采购。", "发放100件。", "累计200件。", "累计300件。")
BUSES = ("更新公交车80辆。", "招标。", "更新20辆。", "累计50辆。", "累计80辆。")
# title, blocks, and of each task: number, domain, text, leads, partners
DOCUMENTS = {
    "a head of three lines": (
        "枫亭县2034年民生实事序时进度安排表",
        [
            [
                [("序号", 3, 1), ("目标任务", 3, 1), ("序时进度安排", 1, 4), ("责任分工", 1, 2)],
                [("上半年", 1, 2), ("下半年", 1, 2), ("牵头单位", 2, 1), ("配合单位", 2, 1)],
                QUARTERS,
                ["1", *CANTEENS, "县民政局", "县财政局"],
                ["2", *BUSES, "县交通局", "各镇"],
            ]
        ],
        [
            (1, None, CANTEENS[0], ("县民政局",), ("县财政局",)),
            (2, None, BUSES[0], ("县交通局",), ("各镇",)),
        ],
    ),
    "a lead's office and person below one head": (
        "沅川市2036年民生实事责任清单",
        [
            [
                [("序号", 2, 1), ("事项", 2, 1), ("牵头单位", 1, 3), ("责任单位", 2, 1), ("备注", 2, 1)],
                ["单位", "责任人", "电话"],
                ["1", "新建社区食堂12家", "市民政局", "王某 养老处", "8812345", "各区", "省定"],
                ["2", "更新公交车80辆", "市交通局", "孙某 运输处", "8812346", "市财政局", ""],
            ]
        ],
        [
            (1, None, "新建社区食堂12家", ("市民政局",), ("各区",)),
            (2, None, "更新公交车80辆", ("市交通局",), ("市财政局",)),
        ],
    ),
    "one number and one name over two rows": (
        "汀澜区2034年民生实事任务表",
        [
            [
                ["序号", "项目名称", "具体内容", "牵头单位", "配合单位"],
                [("1", 2, 1), ("社区食堂", 2, 1), "新建社区食堂12家", "区民政局", "区财政局"],
                ["改建老年餐桌30处", "区商务局", "各街道"],
                ["2", "路灯", "更新路灯800盏", "区城管局", "各街道"],
            ]
        ],
        [
            (1, "社区食堂", "新建社区食堂12家", ("区民政局",), ("区财政局",)),
            (1, "社区食堂", "改建老年餐桌30处", ("区商务局",), ("各街道",)),
            (2, "路灯", "更新路灯800盏", ("区城管局",), ("各街道",)),
        ],
    ),
    "numbered domains, each merged over the rest of its row": (
        "玉泉县2038年民生实事序时进度表",
        [
            [
                ["序号", "目标任务", *QUARTERS, "责任单位"],
                ["一", ("养老助残", 1, 6)],
                ["1", *CANTEENS, "牵头单位：县民政局；配合单位：各镇"],
                ["二", ("交通出行", 1, 6)],
                ["2", *BUSES, "牵头单位：县交通局"],
            ]
        ],
        [
            (1, "养老助残", CANTEENS[0], ("县民政局",), ("各镇",)),
            (2, "交通出行", BUSES[0], ("县交通局",), ()),
        ],
    ),
    "the year's goal beside the task, its year in the head": (
        "玉泉县民生实事任务表",
        [
            [
                ["序号", "任务", "2038年目标", "责任单位"],
                ["1", "口袋公园", "新建口袋公园7个", "县园林局"],
                ["2", "绿道", "新建绿道6公里", "县住建局"],
            ]
        ],
        [
            (1, None, "口袋公园：新建口袋公园7个", ("县园林局",), ()),
            (2, None, "绿道：新建绿道6公里", ("县住建局",), ()),
        ],
    ),
    "classes, a sum, two tables below headings": (
        "沅川市2035年民生实事任务表",
        [
            "一、养老助残",
            [
                ["序号", "任务", "投资（万元）", "责任单位"],
                [("合计", 1, 2), "7600", ""],
                ["1", "新建社区食堂12家", "1200", "市民政局"],
                ["2", "发放辅具300件", "6400", "市残联"],
            ],
            "二、交通出行",
            [
                ["序号", "任务", "投资（万元）", "责任单位"],
                ["3", "更新公交车80辆", "9000", "市交通局"],
                ["4", "新建站亭60座", "600", "市住建局"],
            ],
        ],
        [
            (1, "养老助残", "新建社区食堂12家", ("市民政局",), ()),
            (2, "养老助残", "发放辅具300件", ("市残联",), ()),
            (3, "交通出行", "更新公交车80辆", ("市交通局",), ()),
            (4, "交通出行", "新建站亭60座", ("市住建局",), ()),
        ],
    ),
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_merged_cells_read_the_same_in_every_format(name, document):
    title, blocks, tasks = DOCUMENTS[document]
    parsed = read(WRITERS[name](title, blocks), name)
    assert [(each.number, each.domain, each.text, each.lead, each.co) for each in parsed.tasks] == tasks


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "text.txt"])
def test_a_schedule_with_merged_units_has_them_in_each_row(name):
    table = [
        ["序号", "类别", "目标任务", *QUARTERS, "牵头单位", "配合单位"],
        ["1", ("养老", 3, 1), *CANTEENS, ("市民政局", 2, 1), ("市财政局", 3, 1)],
        ["2", *TABLES],
        ["3", *AIDS, "市残联"],
        ["4", "出行", *BUSES, "市交通局", "各区"],
    ]
    parsed = read(WRITERS[name]("沅川市2036年民生实事序时进度安排表", [table]), name)
    assert [(each.number, each.domain, each.lead, each.co) for each in parsed.tasks] == [
        (1, "养老", ("市民政局",), ("市财政局",)),
        (2, "养老", ("市民政局",), ("市财政局",)),
        (3, "养老", ("市残联",), ("市财政局",)),
        (4, "出行", ("市交通局",), ("各区",)),
    ]
    assert [(each.text, *each.quarters) for each in parsed.tasks] == [CANTEENS, TABLES, AIDS, BUSES]
