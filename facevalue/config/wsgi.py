"""Django as a WSGI application: the pages, without the gateway."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "facevalue.config.settings")

application = get_wsgi_application()
