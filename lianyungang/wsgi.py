"""What a web server runs; it starts nothing that is not fit to serve."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from lianyungang import embedded, starting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianyungang.settings")
embedded.start_unless_named()
application = get_wsgi_application()
if reason := starting.refusal():
    sys.exit(reason)
