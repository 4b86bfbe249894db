"""What kind of unit a name sounds like: offered where a list names units that nobody has registered yet."""

import re

from projects.rules.states import UnitKind

GROUP = ""  # 各县区: no unit, a group of them
SOUNDS = (  # the first that fits
    (re.compile("^各"), GROUP),
    (re.compile("集团|公司|银行$"), UnitKind.ENTERPRISE),
    (re.compile("海关|海事|税务局|气象局|调查队|供电|邮政|电信|移动|联通|烟草"), UnitKind.STATIONED),
    (re.compile("总工会|团市委|妇联|科协|残联|侨联|文联|社科联|工商联|红十字会"), UnitKind.MASS),
    (re.compile("^市委|^市纪委|组织部|宣传部|统战部|政法委|编办"), UnitKind.PARTY),
    (re.compile("新区|开发区|高新区|园区|景区|度假区|示范区|板块|管委会|管理委员会"), UnitKind.ZONE),
    (re.compile("^(?!市).*[县区市](?:人民政府|政府)?$"), UnitKind.DISTRICT),
    (re.compile("中心$|医院|大学|学院|学校|[图博展美]\\w*馆$|电视台|台$"), UnitKind.INSTITUTION),
)


def likely_kind(name: str) -> str:
    """The kind that the name sounds like, "" of a group; an office of the city where nothing else fits."""
    return next((kind for pattern, kind in SOUNDS if pattern.search(name)), UnitKind.DEPARTMENT)
