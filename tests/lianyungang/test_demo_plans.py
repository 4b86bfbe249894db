"""The made-up plans speak of a task in whole words."""

import pytest

from lianyungang.demo_plans import subject_of
from projects.parsing.reading import read
from tests.projects.adoption.test_actions import FIXTURES


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("新建幼儿园14所。创建优质幼儿园20所。", "新建幼儿园"),
        ("举办各类招聘会500场次，提供28万个就业岗位。", "举办各类招聘会"),
        ("建设G204柘汪停车场。", "本项任务"),
        ("为2500名0—14岁残疾儿童实施免费基本康复救助。", "本项任务"),
        ("举办2023年省园艺博览会。", "本项任务"),
        ("为1万多名优抚对象提供免费体检。", "本项任务"),
        ("开展企业新型学徒制培训500人次以上。", "本项任务"),
        ("为不少于3万人提供大病医疗保障待遇。", "本项任务"),
        ("医保转外就医“绿色通道”病种数量增加至50个。", "本项任务"),
        ("为农村留守儿童、散居孤儿及事实无人抚养儿童购买关爱保险。", "本项任务"),
    ],
)
def test_a_subject_is_a_phrase_of_its_own(text, subject):
    assert subject_of(text) == subject


def test_of_the_real_list_no_subject_is_cut_short():
    path = FIXTURES / "documents" / "2023-breakdown.txt"
    subjects = {subject_of(task.text) for task in read(path.read_bytes(), path.name).tasks}
    assert len(subjects) > 80
    for each in subjects:
        assert not any(mark in each for mark in ("以上", "为岁", "年省", "”" * 2)) and len(each) <= 24
        assert not each.endswith(("次", "至", "的", "和")) and each.count("“") == each.count("”")
