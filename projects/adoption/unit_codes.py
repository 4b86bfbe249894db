"""The code and the letters of a unit that is registered: from its name by pinyin, once."""

from pypinyin import Style, lazy_pinyin

from projects.models import Unit, UnitGroup


def initials(name: str) -> str:
    """Pinyin initials of a name, digits and letters kept: 市12345公共服务中心 is s12345ggfwzx."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=list)
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum()).lower()


def letters_with(name: str, earlier: str, *, longest: int) -> str:
    """The initials of a new name, then those by which it was found before, as many as there is room for."""
    kept = ""
    for letters in dict.fromkeys((initials(name), *earlier.split())):
        longer = f"{kept} {letters}".strip()
        kept = longer if len(longer) <= longest else kept
    return kept


def free_code(wanted: str) -> str:
    """The wanted code, or the first one with a number behind it that no unit or group has."""
    taken = {*Unit.objects.values_list("code", flat=True), *UnitGroup.objects.values_list("code", flat=True)}
    candidates = (wanted, *(f"{wanted}{number}" for number in range(2, len(taken) + 3)))
    return next(code for code in candidates if code not in taken)
