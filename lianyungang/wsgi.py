"""What a web server runs; it starts nothing that is not fit to serve."""

import os
import sys

import django
from django.core.wsgi import get_wsgi_application

from lianyungang import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianyungang.settings")
embedded.start_unless_named()
django.setup()

from lianyungang import starting  # noqa: E402 - it reads a model, so the apps come first

if reason := starting.refusal():
    sys.exit(reason)
application = get_wsgi_application()
