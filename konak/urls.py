from django.urls import include, path

from konak.api import api
from konak.foundation.web.health import health

urlpatterns = [
    path("saglik/", health, name="health"),
    path("api/", api.urls),
    path("", include("konak.foundation.front.account_urls")),
    path("", include("konak.governance.legislation.urls")),
    path("", include("konak.foundation.front.urls")),
]
