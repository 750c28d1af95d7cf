from django.http import HttpResponse
from django.urls import path

from konak.foundation.web.http import Request

from .views import checks, disposals, files, intakes, plan, scanning, transfers


def step(request: Request, number: str, step: str) -> HttpResponse:
    """One address for the steps of all four kinds: the number says which it is."""
    if number.startswith("DEVIR-"):
        return transfers.transfer_step(request, number, step)
    if number.startswith("IMHA-"):
        return disposals.disposal_step(request, number, step)
    if number.startswith("TARAMA-"):
        return scanning.project_step(request, number, step)
    return files.step(request, number, step)


ONE, MOVE, LIST = "arsiv/dosya/<str:number>/", "arsiv/devir/<str:number>/", "arsiv/imha/<str:number>/"
SCAN = "arsiv/tarama/<str:number>/"
BATCH = f"{SCAN}<int:place>/"

app_name = "archive"
urlpatterns = [
    path("arsiv/", files.index, name="index"),
    path("arsiv/ara/", files.search, name="search"),
    path("arsiv/odunc/", files.loans, name="loans"),
    path("arsiv/dosya/yeni/", files.new, name="new"),
    path("arsiv/dosya/kapat/", files.close_many, name="close_many"),
    path(ONE, files.folder, name="folder"),
    path(f"{ONE}saklama/<int:hold_id>/", files.lift, name="lift"),
    path(f"{ONE}paket/<int:bag_id>/", files.bag, name="bag"),
    path("arsiv/adim/<str:number>/<str:step>/", step, name="step"),
    path("arsiv/belge/<int:document_id>/", files.document, name="document"),
    path("arsiv/belge/<int:document_id>/<int:piece_id>/", files.piece, name="piece"),
    path("arsiv/devirler/", transfers.transfers, name="transfers"),
    path("arsiv/devir/yeni/", transfers.transfer_new, name="transfer_new"),
    path(MOVE, transfers.transfer, name="transfer"),
    path(f"{MOVE}tutanak/", transfers.transfer_minute, name="transfer_minute"),
    path(f"{MOVE}cikar/<str:folder>/", transfers.transfer_drop, name="transfer_drop"),
    path("arsiv/imha/", disposals.disposals, name="disposals"),
    path("arsiv/imha/yeni/", disposals.propose, name="propose"),
    path(LIST, disposals.disposal, name="disposal"),
    path(f"{LIST}uye/<int:member_id>/", disposals.unseat, name="unseat"),
    path(f"{LIST}belge/<str:what>/", disposals.disposal_file, name="disposal_file"),
    path("arsiv/aktarma/", intakes.intakes, name="intakes"),
    path("arsiv/aktarma/yeni/", intakes.intake_new, name="intake_new"),
    path("arsiv/aktarma/<int:intake_id>/", intakes.intake, name="intake"),
    path("arsiv/aktarma/<int:intake_id>/yeniden/", intakes.intake_again, name="intake_again"),
    path("arsiv/taramalar/", scanning.projects, name="projects"),
    path("arsiv/tarama/yeni/", scanning.project_new, name="project_new"),
    path(SCAN, scanning.project, name="project"),
    path(BATCH, scanning.batch, name="batch"),
    path(f"{BATCH}adim/<str:step>/", scanning.batch_step, name="batch_step"),
    path(f"{BATCH}belge/<int:scan>/", scanning.scan, name="scan"),
    path(f"{BATCH}belge/<int:scan>/kalite/", scanning.judge, name="judge"),
    path(f"{BATCH}belge/<int:scan>/cikar/", scanning.drop_scan, name="drop_scan"),
    path("arsiv/plan/", plan.plan, name="plan"),
    path("arsiv/plan/yukle/", plan.plan_load, name="plan_load"),
    path("arsiv/plan/<str:step>/", plan.plan_step, name="plan_step"),
    path("arsiv/denetim/", checks.checks, name="checks"),
    path("arsiv/denetim/simdi/", checks.check_now, name="check_now"),
]
