from projects.models import Milestone, Target, Task


def test_a_text_from_a_web_page_is_told_in_the_punctuation_of_print():
    task = Task(number=98, text="开展“护校安园”专项行动,配齐完善“护学岗”610个。")
    assert task.in_print == "开展“护校安园”专项行动，配齐完善“护学岗”610个。"
    assert task.text.count(",") == 1
    assert Milestone(text="制定方案,启动建设.").in_print == "制定方案，启动建设."
    assert Target(label="指导中心(心理咨询辅导室)").in_print == "指导中心（心理咨询辅导室）"
