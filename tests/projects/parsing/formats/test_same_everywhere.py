"""A table says the same in whatever format it comes: tasks, units, quarters and planned values."""

import pytest

from projects.parsing.reading import read
from tests.projects.parsing.formats.writers import WRITERS

QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
OF_FARMS = "牵头单位：市农业农村局；配合单位：市财政局"
OF_WOODS = "牵头单位：市林业局；责任单位：各县区"
STREETS = "市住建局、各街道办事处"
CARRIERS = "市住建局、中国移动安平分公司、中国电信安平分公司、中国联通安平分公司"
TABLES = {
    "lead and partners": (
        "安平市2024年民生实事任务分解表",
        [
            ("序号", "工作任务", "牵头单位", "配合单位", "完成时限"),
            ("1", "新建中小学4所，新增学位4800个。", "市教育局", "市财政局、市住建局", "8月底"),
            ("2", "为2.5万名适龄妇女免费筛查“两癌”。", "市卫健委", "市妇联，各县（市、区）", "11月底"),
            ("3", "改造老旧小区32个、农村厕所1800座。", "市住建局", "市农业农村局", "12月底"),
        ],
        ("注：完成时限为2024年。",),
    ),
    "a schedule": (
        "安平市2024年民生实事序时进度安排表",
        [
            ("序号", "目标任务", *QUARTERS, "责任单位"),
            ("1", "新建学校4所。", "选址。", "开工4所。", "主体完工4所。", "竣工4所。", "牵头单位：市教育局"),
            ("2", "改厕1800座。", "改造300座。", "累计800座。", "累计1400座。", "累计1800座。", OF_FARMS),
            ("3", "植树50万株。", "20万株。", "10万株。", "10万株。", "10万株。", OF_WOODS),
        ],
        ("安平市人民政府办公室", "2024年2月5日"),
    ),
    "units before the tasks, names that are wrapped": (
        "安平市2024年民生实事序时进度安排表",
        [
            ("序号", "牵头单位", "目标任务", *QUARTERS, "配合单位"),
            ("1", "市通信办", "新建5G基站900个。", "100个。", "400个。", "700个。", "900个。", CARRIERS),
            ("2", "市林业局", "植树50万株。", "20万株。", "10万株。", "10万株。", "10万株。", "市水务局"),
        ],
        (),
    ),
    "a list of many rows": (
        "安平市2024年重点民生项目责任分工表",
        [
            ("序号", "项目名称", "责任部门", "协办单位"),
            *[
                (str(at), f"建设第{at}社区服务站{at + 1}个，改造道路{at * 2 + 3}公里。", "市民政局", STREETS)
                for at in range(1, 60)
            ],
        ],
        (),
    ),
}  # fmt: skip


def said(parsed):
    return (
        parsed.kind,
        parsed.year,
        parsed.title,
        [
            (task.number, task.text, task.lead, task.co, task.quarters, task.targets, task.planned)
            for task in parsed.tasks
        ],
    )


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_reads_the_same_in_every_format(name, table):
    title, rows, ending = TABLES[table]
    parsed = read(WRITERS[name](title, rows, ending), name)
    expected = read(WRITERS["text.txt"](title, rows, ending), "text.txt")
    assert len(expected.tasks) == len(rows) - 1
    assert all(task.lead for task in expected.tasks)
    assert said(parsed) == said(expected)
