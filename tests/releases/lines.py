"""What a page says: the visible text of its `<main>`, line by line; a table's row is one line."""

from html.parser import HTMLParser

BREAKS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "hr", "br", "blockquote", "address"),
    *("div", "section", "article", "aside", "header", "footer", "nav", "figure", "figcaption", "svg"),
    *("ol", "ul", "li", "dl", "dt", "dd", "details", "summary", "form", "fieldset", "legend"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr"),
}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNSEEN = {"script", "style", "template", "title", "desc", "datalist"}
CELLS = {"td", "th"}
TYPED = {"text", "number", "date", "search", "tel", "email", "url"}


class Page(HTMLParser):
    """Collects the lines of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.line: list[str] = []
        self.open: list[str] = []
        self.unseen_from: int | None = None  # how many elements were open where the hidden one began
        self.rows = 0
        self.options: list[tuple[bool, str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line, or show what a field holds."""
        attributes = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if self.unseen_from is None and tag not in VOID and (tag in UNSEEN or "hidden" in attributes):
            self.unseen_from = len(self.open)
        if not self._is_seen():
            return
        if tag == "tr":
            self.rows += 1
        if tag in CELLS and self.line:
            self.line.append("|")
        elif tag in BREAKS:
            self._break(tag)
        elif tag == "select":
            self.options = []
        elif tag == "option" and self.options is not None:
            self.options.append(("selected" in attributes, ""))
        elif tag == "input":
            self._show(attributes)

    def handle_endtag(self, tag: str) -> None:
        """Close the element, and whatever was left open in it."""
        if tag not in self.open:
            return
        seen = self._is_seen()
        while self.open.pop() != tag:
            pass
        if self.unseen_from is not None and len(self.open) < self.unseen_from:
            self.unseen_from = None
        if not seen:
            return
        if tag == "select":
            self._choose()
        if tag == "tr":
            self.rows -= 1
        if tag in BREAKS or tag == "main":
            self._break(tag)

    def handle_data(self, data: str) -> None:
        """The words themselves."""
        words = " ".join(data.split())
        if not words or not self._is_seen():
            return
        if self.options:
            is_selected, label = self.options[-1]
            self.options[-1] = (is_selected, f"{label} {words}".strip())
        else:
            self.line.append(f"[{words}]" if self.open[-1] == "textarea" else words)

    def _is_seen(self) -> bool:
        return "main" in self.open and self.unseen_from is None

    def _break(self, tag: str) -> None:
        """End the line; what stands in a cell stays in the row's."""
        if self.rows and tag != "tr":
            return
        if words := " ".join(self.line).strip("| "):
            self.lines.append(words)
        self.line = []

    def _show(self, attributes: dict[str, str | None]) -> None:
        kind = attributes.get("type", "text")
        if kind in TYPED:
            self.line.append(f"[{attributes.get('value') or ''}]")
        elif kind in {"checkbox", "radio"}:
            self.line.append("[x]" if "checked" in attributes else "[ ]")

    def _choose(self) -> None:
        """Of a list to choose from, what is chosen: the first where nothing is marked."""
        options, self.options = self.options or [], None
        marked = [label for is_selected, label in options if is_selected]
        first = [label for _, label in options[:1]]
        self.line.append(f"[{'、'.join(marked or first)}]")


def lines(html: str) -> list[str]:
    """The visible lines of a page."""
    page = Page()
    page.feed(html)
    page.close()
    return page.lines
