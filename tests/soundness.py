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


def faults(page) -> list:
    """What axe finds serious, and what runs over the edge."""
    page.wait_for_load_state()  # the click before may still be on its way
    if page.evaluate("typeof axe") == "undefined":  # half a megabyte, given to a page once
        page.evaluate(AXE)
    found = page.evaluate(FOUND, SERIOUS)
    return [*((each["id"], each["nodes"][0]["html"]) for each in found), *overhang(page)]


def overhang(page) -> list:
    """How many pixels run over the edge."""
    over = page.evaluate(OVER)
    return [f"{over} px over the edge"] if over else []
