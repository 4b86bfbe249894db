"""What the real lists promise and plan, read by eye and kept in tables; and made-up texts full of numbers."""

from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from projects.parsing.vocabulary import words

TRUTH = Path(__file__).parent / "truth"
PIECES = words("""
新建 改扩建 中小学 幼儿园 15所 8所 23万平方米 2.2万余名
6—8个 0—14岁 80%以上 4‰ 由1500元降至750元 不少于 500场 百个 千人 万场 三个
十二所 一批 第一 二期 G204 5G 2021年 〔2021〕10号 “15分钟” （人才房） 其中 累计 完成
开工 竣工 投入使用 各 分别 为 对 和 、 ， 。 ； ： （ ） “ ”
50余万元 0.5
1,200 亿 万 千 % / - — 至 1. 2. 的 等 每人每月
""")
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=24).map("".join)


@cache
def truth(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table."""
    lines = (TRUTH / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines)


def by_task(name: str) -> dict[str, list[tuple[str, ...]]]:
    """The rows of a table under the number of their task."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for number, *row in truth(name):
        found.setdefault(number, []).append(tuple(row))
    return found
