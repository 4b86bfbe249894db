"""A text as everybody may read it: no person, telephone, address or identity number; words and amounts stay.

Persons are found by the names given and by a surname before a title, contacts by their label. A telephone
number is known by its shape alone where the shape says enough (a mobile, an area code, 400 and 800); seven or
eight digits may be an amount, so they are one only behind a word for a telephone. However it is typed: full
width, in groups, with hyphens of any length, in brackets.
"""

import re
from collections.abc import Collection

PERSON, OMITTED = "×××", "（略）"

_GAP = r"[\s\-－—–‐‑‒―−~～·・.．]"  # what people put between the groups of a number
_S = rf"{_GAP}{{0,3}}"
_MEASURE = (
    r"\s{0,5}(?:[万亿元吨个次部台条通件户％%]|千[瓦克伏米]|平方|立方|公[里斤顷吨]|平米|人次|人民币|名(?!字))"
)
_NOT_MORE = r"(?!\d)(?![.．]\d)"  # the number ends here
_NO_AMOUNT = rf"{_NOT_MORE}(?!{_MEASURE})"
_FIRST = r"(?<!\d)(?<!\d[.．])(?<!编号)(?<!代码)(?<!编号[:：])(?<!代码[:：])"
_EXTENSION = r"(?:\s{0,5}(?:转|分机|[-－—]|(?:EXT|ext|Ext)\.?)\s{0,5}\d{1,5}(?!\d))?"
_COUNTRY = rf"(?:[（(]?(?:[+＋]\s?|[0０]{{2}})[8８][6６][）)]?{_S}|(?<!\d)[8８][6６]{_GAP})"
_MOBILE = (
    rf"{_COUNTRY}?[（(]?(?:[1１][3-9３-９]\d[）)]?{_S}\d{{4}}[）)]?{_S}\d{{4}}"
    rf"|[1１][3-9３-９]\d{_GAP}\d{{3}}{_GAP}\d{{5}}|[1１][3-9３-９]\d\d{_GAP}\d{{3}}{_GAP}\d{{4}})"
)
_AREA = r"(?:[1１][0０]|[2２]\d|[3-9３-９]\d{2})"  # an area code without its 0
_LOCAL = rf"[2-9２-９]\d{{2,3}}{_S}\d{{4}}"
_LANDLINE = rf"(?:[（(]?[0０]{_AREA}[）)]?|{_COUNTRY}[（(]?[0０]?{_AREA}[）)]?){_S}{_LOCAL}"
_SERVICE = rf"[48４８][0０]{{2}}{_S}(?:\d{{3}}{_S}\d{{4}}|\d{{4}}{_S}\d{{3}})"
_NEXT = (
    rf"(?:\s{{0,5}}[、/／,，;；或和]\s{{0,5}}{_LOCAL}{_NO_AMOUNT}{_EXTENSION})*"  # 0518-85801234、85801235
)

_NUMBERS = (
    re.compile(
        r"[A-Za-z0-9._+-]{1,64}[@＠][A-Za-z0-9-]{1,64}(?:[.．][A-Za-z0-9-]{1,64}){1,8}"
    ),  # an e-mail address
    re.compile(rf"(?<!\d)\d{{6}}{_S}(?:1[89]|20)\d{{6}}{_S}\d{{3}}[\dXxＸ](?!\d)"),  # an identity number
    re.compile(rf"{_FIRST}{_MOBILE}{_NO_AMOUNT}{_NEXT}"),
    re.compile(rf"{_FIRST}{_LANDLINE}{_NO_AMOUNT}{_EXTENSION}{_NEXT}"),
    re.compile(rf"{_FIRST}{_SERVICE}{_NO_AMOUNT}{_EXTENSION}{_NEXT}"),
)

# A label and what it announces go together.
_LABEL = (
    r"(?:联系人|联络员|联络人|经办人|填报人|审签人|责任人|负责人|分管领导|分管负责人|主要负责人|项目经理|总监"
    r"|(?:联系|办公|咨询|值班|监督|投诉|举报|固定|办公室)?电话(?:号码)?|联系方式|联系号码|座机(?:号码?)?|固话|小灵通"
    r"|手机号码|手机号|手机|传真|邮箱|电子邮箱|微信|微信号|QQ|身份证号码?|身份证|[☎☏✆📞📱]"
    r"|(?i:(?<![a-z])(?:tel|telephone|phone|mobile|mob|fax|e-?mail|wechat)(?![a-z])\.?))"
)
_VALUE = r"[^，,。；;\n（）()]*"
_DIGITS = rf"[+＋]?\d(?:{_S}\d){{6,}}[XxＸ]?"  # as many as a telephone number has at least
_WITH_AREA = rf"[+＋]?(?:\d{{2}}{_S})?[（(][+＋]?\d{{2,4}}[）)]{_S}\d(?:{_S}\d){{5,}}"
_ANY = rf"(?:{_WITH_AREA}|{_DIGITS})"
_DIALLED = rf"{_ANY}{_NO_AMOUNT}{_EXTENSION}{_NEXT}"
_CONTACT = (
    rf"{_LABEL}(?:及电话)?(?:\s{{0,5}}[:：]?\s{{0,5}}[（(]\s{{0,5}}{_ANY}{_EXTENSION}{_NEXT}\s{{0,5}}[）)]"
    rf"|\s{{0,5}}[:：]\s{{0,5}}(?:{_DIALLED})?{_VALUE}|\s{{0,5}}(?:为|是)?\s{{0,5}}{_DIALLED})"
)
_BRACKETED = re.compile(rf"[（(]\s{{0,5}}{_CONTACT}(?:[，,；;、\s]{{0,5}}{_CONTACT})*\s{{0,5}}[）)]")
_LABELLED = re.compile(rf"[，,；;]?\s{{0,5}}{_CONTACT}")
# A verb stays, the number that it is said of goes: 请拨打（略）咨询.
_CALLED = re.compile(rf"(拨打|拨|请打|可打|致电|来电|咨询|热线|联系)(\s{{0,5}}[:：]?\s{{0,5}}){_DIALLED}")
_LEFT_OVER = re.compile(r"^[，,；;。、]+|(?<=[。；])[，,；;。、]+")

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文樊殷章鲁倪严牛温葛季"
)
_TITLE = (
    r"(?:副?(?:市长|县长|区长|局长|处长|科长|主任|书记|院长|校长|总经理|经理|主席|会长|秘书长|部长|行长|站长|所长|队长|支队长|镇长|乡长)"
    r"|同志|先生|女士|老师)"
)
_OF_UNIT = "市县区局委办院处科部镇乡街村所站队会长副校心"
_TITLED = re.compile(rf"[{_SURNAMES}][^\W\d_{_OF_UNIT}A-Za-z]{{1,2}}(?={_TITLE})")
_AFTER_ROLE = re.compile(  # 责任人王小明, without a colon
    rf"(?<=联系人|联络员|联络人|经办人|填报人|审签人|责任人|负责人)((?:为|是)?\s{{0,5}})[{_SURNAMES}][^\W\d_A-Za-z]{{1,2}}(?=[，,。；;、（(）)\s]|$)"
)
_BESIDE_A_NAME = r"(?<![^\W\d_])|(?<=[由经与和向长任记员人])"


def public_text(text: str, names: Collection[str] = ()) -> str:
    """The text without contacts, telephone numbers and persons; words and amounts stay."""
    text = _LABELLED.sub("", _BRACKETED.sub("", text))
    text = _CALLED.sub(rf"\1\2{OMITTED}", text)
    for number in _NUMBERS:
        text = number.sub(OMITTED, text)
    text = _AFTER_ROLE.sub(rf"\1{PERSON}", _TITLED.sub(PERSON, text))
    for pattern in _patterns(names):
        text = pattern.sub(PERSON, text)
    return _LEFT_OVER.sub("", text)


def _patterns(names: Collection[str]) -> list[re.Pattern]:
    """Names of persons, the longest first; one of two characters, perhaps a word, only where it is a name."""
    found = sorted(
        {name.strip() for name in names if len(name.strip()) > 1}, key=lambda name: (-len(name), name)
    )
    return [_pattern(name) for name in found]


def _pattern(name: str) -> re.Pattern:
    if len(name) > 2:
        return re.compile(re.escape(name))
    return re.compile(rf"(?:{_BESIDE_A_NAME}){re.escape(name)}(?={_TITLE}|[^\w]|$|等|带队|牵头|负责|联系)")
