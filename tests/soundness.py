"""What a page is asked in a browser: that axe finds nothing serious, and that nothing runs over the edge."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
SERIOUS = ["serious", "critical"]
# Axe weighs what it finds by the rule (finalizeRuleResult): of what is never serious it need not be asked.
FOUND = """serious => {
    const light = axe._audit.rules.filter(rule => rule.impact && !serious.includes(rule.impact));
    const rules = Object.fromEntries(light.map(rule => [rule.id, { enabled: false }]));
    return axe.run(document, { resultTypes: ['violations'], rules })
        .then(found => found.violations.filter(each => serious.includes(each.impact)));
}"""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PHONE = 480  # pixels: up to here a line of text takes the width there is
NARROW = """() => [...document.querySelectorAll(".form-x input")].filter(field => {
    if (!["text", "email", "url", "tel", "search", "password"].includes(field.type)) { return false; }
    if (field.matches(".num, .order") || field.size < 5 || !field.offsetWidth) { return false; }
    const around = field.parentElement, room = getComputedStyle(around);
    const width = around.clientWidth - parseFloat(room.paddingLeft) - parseFloat(room.paddingRight);
    return field.offsetWidth < width * 0.9 || field.offsetWidth < field.form.clientWidth * 0.4;
}).map(field => `${field.name} is ${field.offsetWidth} px wide`)"""

COVERED = """() => {
    const kept = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom);
    const sticks = each => { const look = getComputedStyle(each);
        return look.position === "sticky" && look.bottom === "0px"; };
    return [...document.querySelectorAll(".foot")].filter(sticks).map(each => each.offsetHeight)
        .filter(height => height > kept).map(height => `a foot of ${height} px covers what has the focus`);
}"""


def faults(page) -> list:
    """What axe finds serious, what runs over the edge, and which fields are too narrow for their text."""
    page.wait_for_load_state()  # the click before may still be on its way
    if page.evaluate("typeof axe") == "undefined":  # half a megabyte, given to a page once
        page.evaluate(AXE)
    found = page.evaluate(FOUND, SERIOUS)
    return [*((each["id"], each["nodes"][0]["html"]) for each in found), *unfit(page)]


def unfit(page) -> list:
    """What does not fit the window."""
    return [*overhang(page), *narrow(page), *covered(page)]


def overhang(page) -> list:
    """How many pixels run over the edge."""
    over = page.evaluate(OVER)
    return [f"{over} px over the edge"] if over else []


def narrow(page) -> list:
    """The fields for a line of text that leave the width of a phone unused."""
    return page.evaluate(NARROW) if page.viewport_size["width"] <= PHONE else []


def covered(page) -> list:
    """The feet that are higher than what the browser keeps free below a field that takes the focus."""
    return page.evaluate(COVERED)
