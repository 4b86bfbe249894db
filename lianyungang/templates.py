"""Templates whose contexts go when they are rendered: Django leaves each in a circle."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.backends import django as backend
from django.template.context import make_context
from django.utils.safestring import SafeString


class Template(backend.Template):
    """A template of Django's own engine; what a view gave it goes with the page.

    In a circle with its dictionaries all rows of a page, up to 10,000 objects, waited for Python's collector,
    and the walk through them fell on whoever's page came then.
    """

    def render(
        self, context: Mapping[str, Any] | None = None, request: HttpRequest | None = None
    ) -> SafeString:
        """What the template makes of this context."""
        made = make_context(context, request, autoescape=self.backend.engine.autoescape)
        try:
            return self.template.render(made)
        finally:
            made.dicts.clear()


class Templates(backend.DjangoTemplates):
    """Django's own engine with these templates."""

    def from_string(self, template_code: str) -> Template:
        """A template from its source."""
        return self._own(super().from_string(template_code))

    def get_template(self, template_name: str) -> Template:
        """A template by its name."""
        return self._own(super().get_template(template_name))

    def _own(self, template: backend.Template) -> Template:
        return Template(template.template, self)
