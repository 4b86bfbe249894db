"""Title, number, date and year, as documents print them."""

from datetime import date

import pytest

from tests.projects.parsing.documents import read_text

TASKS = "1.建校。（责任单位：市教育局）\n2.建园。（责任单位：市教育局）\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "关于印发2024年某市民生实事\n\n项目任务分解\n\n方案的通知\n",
            "关于印发2024年某市民生实事项目任务分解方案的通知",
        ),
        ("## 2024 年某市 10 件民生实事任务清单\n", "2024年某市10件民生实事任务清单"),
        (
            "某市人民政府办公室\n关于印发2024年为民办实事责任分工方案的通知\n",
            "某市人民政府办公室关于印发2024年为民办实事责任分工方案的通知",
        ),
        (
            "某 市 人 民 政 府 文 件\n2024 年度某市民生实事项目任务分解表\n",
            "2024年度某市民生实事项目任务分解表",
        ),
        ("标题 | 市政府关于印发2024年民生实事方案的通知 | ||\n", "市政府关于印发2024年民生实事方案的通知"),
        ("2024年民生实事任务分解方案（征求意见稿）\n", "2024年民生实事任务分解方案（征求意见稿）"),
    ],
)
def test_titles(head, title):
    assert read_text(head + TASKS).title == title


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("连政发〔2023〕6号", "连政发〔2023〕6号"),
        ("某 政 办 发 [2023] 12 号", "某政办发〔2023〕12号"),
        ("文号：某政发（2023）第 8 号", "某政发〔2023〕8号"),
        ("根据《通知》（国发〔2020〕1号）要求，", None),
    ],
)
def test_document_numbers(line, number):
    assert read_text(f"2023年民生实事任务分解方案\n{line}\n{TASKS}").document_number == number


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("  2023年 1月 20日 ", date(2023, 1, 20)),
        ("二〇二三年一月二十日", date(2023, 1, 20)),
        ("二○二三年十二月三十一日", date(2023, 12, 31)),
        ("2023年13月40日", None),
        ("截至2023年1月20日，已完成。", None),
    ],
)
def test_dates(line, day):
    assert read_text(f"2023年民生实事任务分解方案\n某市人民政府\n{line}\n{TASKS}").issued_on == day


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("2022年民生实事任务分解方案\n", 2022),
        ("二〇二二年民生实事任务分解方案\n", 2022),
        ("关于印发民生实事任务分解方案的通知\n某政发〔2022〕3号\n", 2022),
        ("关于印发民生实事任务分解方案的通知\n2022年3月1日\n", 2022),
        ("民生实事任务分解方案\n", None),
    ],
)
def test_years(head, year):
    assert read_text(head + TASKS).year == year


@pytest.mark.parametrize(
    ("title", "matters"),
    [("2022年50件民生实事方案", 50), ("2022年十二件民生实事方案", 12), ("2022年民生实事方案", None)],
)
def test_matters(title, matters):
    assert read_text(f"{title}\n{TASKS}").matters == matters


def test_a_documents_own_number_in_brackets():
    parsed = read_text(
        "赣州市2024年民生实事工程安排方案\n（赣市府发〔2024〕2号）\n1.建校。（责任单位：市教育局）\n"
    )
    assert parsed.document_number == "赣市府发〔2024〕2号"
