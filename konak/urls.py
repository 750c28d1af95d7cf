from django.urls import include, path

from konak.api import api
from konak.foundation.web.health import health
from konak.foundation.web.observing import metrics

urlpatterns = [
    path("saglik/", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("api/geo/", include("konak.city.geodata.serving.urls")),
    path("api/", api.urls),
    path("", include("konak.foundation.front.account_urls")),
    path("", include("konak.governance.organization.urls")),
    path("", include("konak.governance.staffing.urls")),
    path("", include("konak.governance.committees.urls")),
    path("", include("konak.governance.orders.urls")),
    path("", include("konak.governance.disclosures.urls")),
    path("", include("konak.governance.legislation.urls")),
    path("", include("konak.office.correspondence.urls")),
    path("", include("konak.office.archive.urls")),
    path("", include("konak.governance.sources.urls")),
    path("", include("konak.governance.processes.urls")),
    path("", include("konak.governance.compliance.urls")),
    path("", include("konak.office.esignature.urls")),
    path("", include("konak.assurance.logs.urls")),
    path("", include("konak.service.access_requests.urls")),
    path("", include("konak.service.knowledge.urls")),
    path("", include("konak.service.mailroom.urls")),
    path("", include("konak.service.webhooks.urls")),
    path("", include("konak.estate.software.urls")),
    path("", include("konak.city.geodata.urls")),
    path("", include("konak.estate.upkeep.urls")),
    path("", include("konak.estate.supplies.urls")),
    path("", include("konak.estate.network.urls")),
    path("", include("konak.estate.monitoring.urls")),
    path("", include("konak.estate.assets.urls")),
    path("", include("konak.governance.systems.urls")),
    path("", include("konak.service.repairs.urls")),
    path("", include("konak.service.desk.urls")),
    path("", include("konak.service.visits.urls")),
    path("", include("konak.service.consultancy.urls")),
    path("", include("konak.service.directory.urls")),
    path("", include("konak.estate.stocktake.urls")),
    path("", include("konak.foundation.front.urls")),
]

handler400 = "konak.foundation.front.views.errors.bad_request"
handler403 = "konak.foundation.front.views.errors.forbidden"
handler404 = "konak.foundation.front.views.errors.not_found"
handler500 = "konak.foundation.front.views.errors.server_error"
