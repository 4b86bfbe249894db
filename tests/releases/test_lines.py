"""What a page is taken to say."""

import pytest

from tests.releases.lines import lines


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>一</p><p>二 <b>三</b>\n 四</p>", ["一", "二 三 四"]),
        ("<table><tr><th>甲<th>乙</tr><tr><td><p>1</p><p>2<td>3</tr></table>", ["甲 | 乙", "1 2 | 3"]),
        ("<p>看得见<span hidden>看不见</span><script>no()</script></p>", ["看得见"]),
        ('<input type="hidden" value="secret"><input value="5"><input type="checkbox" checked>', ["[5] [x]"]),
        ("<select><option>甲<option selected>乙</select>", ["[乙]"]),
        ("<select><option>甲<option>乙</select>", ["[甲]"]),
        ("<textarea>写了一半</textarea>", ["[写了一半]"]),
    ],
)
def test_a_page_says(html, said):
    assert lines(f"<header>不算</header><main>{html}</main><footer>不算</footer>") == said
