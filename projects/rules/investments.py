"""计划投资 of a plan as it is typed, in 万元: what is wrong with it, what is asked about it (domain, Plans).

Nearly every slip is one of the unit: 元 or 亿元 typed beside 万元.
"""

from decimal import Decimal

from projects.rules.amounts import money

UNIT = "万元"  # of what is typed
MOST = Decimal(1_000_000)  # 100亿元: more than a task of a year takes
LEAST = Decimal(10)


def why_not(amount: Decimal | None) -> str:
    """Why it can be none; "" where it can."""
    return "计划投资不能是负数。" if amount is not None and amount < 0 else ""


def doubt_about(amount: Decimal | None) -> str:
    """What is asked about it, and what a 确认无误 is said of; "" where nothing is."""
    if amount is None or amount <= 0:
        return ""
    if amount >= MOST:
        return f"计划投资{money(amount)}，达到{money(MOST)}以上，本栏按“{UNIT}”填写"
    if amount < LEAST:
        return f"计划投资{money(amount)}，不足{money(LEAST)}，本栏按“{UNIT}”填写"
    return ""
