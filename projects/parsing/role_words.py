"""A role word right before its names, the colon left out: 牵头市园林局，配合市资规局."""

import re

from projects.parsing.unit_names import LONGEST_PIECE, cut, first_edge, names_units

ROLE_WORD = re.compile(
    r"(?:^|(?<=[，,；;。、！\s）)”]))(?P<role>牵头|主办|主责|责任|负责|承办|配合|协办|协助|协同|参与)"
    r"\s?[—－-]{0,2}\s?(?=[市县区省州旗盟各国团])"
)
LEADS = ("牵头", "主办", "主责", "责任", "负责")
BETWEEN = "，,；;。"


def with_colons(clause: str) -> str:
    """A clause with the colon behind each role word that nothing but names of units follows."""
    whole, behind = "", 0
    for match in ROLE_WORD.finditer(clause):
        end = first_edge(clause, match.end(), BETWEEN + " ")
        if names_units(clause[match.end() : end].strip()):
            whole += clause[behind : match.start()] + match["role"] + "："
            behind = match.end()
    return whole + clause[behind:]


def role_sentence(text: str) -> int:
    """Where the sentence begins that closes a text and names, role by role, nobody but units; -1 without."""
    for match in ROLE_WORD.finditer(text, max(0, len(text) - LONGEST_PIECE)):
        opens = match.start() == 0 or text[match.start() - 1] in "。；;！ ）)”"
        if opens and match["role"] in LEADS and all_named(text[match.start() :]):
            return match.start()
    return -1


def all_named(sentence: str) -> bool:
    """Whether every piece of a sentence is a role word with names, or goes on with them."""
    for piece in reversed(cut(sentence, BETWEEN)):
        match = ROLE_WORD.match(piece)
        names = piece[match.end() :] if match else piece
        if piece and not names_units(names):
            return False
    return True
