"""A page as its reader has it: how the template broke its lines is nobody's business."""

import re


def one_line(html: str) -> str:
    """White space as one space, and none of it beside a tag or within the end of one."""
    html = re.sub(r"[ \t\n]+", " ", html)
    return re.sub(r" ?(<|/?>) ?", r"\1", html)
