import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "konak.settings")
django = get_wsgi_application()

from konak.city.geodata.serving.door import short_way  # noqa: E402 - its models want a set-up Django

application = short_way(django)
