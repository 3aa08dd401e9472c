"""Django as a WSGI application: the pages, without the gateway."""

from django.core.wsgi import get_wsgi_application

from facevalue.config.environment import use_django_settings

use_django_settings()

application = get_wsgi_application()
