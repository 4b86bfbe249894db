"""What a web server runs; it starts nothing that is not fit to serve."""

import os
import sys

import django
from django.core.wsgi import get_wsgi_application

from lianyungang import embedded

GUNICORN_GIVES_UP = 3  # on any other code its master starts the worker again, for ever

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianyungang.settings")
embedded.start_unless_named()
django.setup()

from lianyungang import startup  # noqa: E402 - it reads a model, so the apps come first

if reason := startup.refusal():
    print(reason, file=sys.stderr)  # noqa: T201
    sys.exit(GUNICORN_GIVES_UP)
application = get_wsgi_application()
startup.load_for_good()
