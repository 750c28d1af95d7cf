from django.http import HttpResponse
from django.urls import path

from konak.foundation.web.http import Request

from .views import files, moves, scanning


def step(request: Request, number: str, step: str) -> HttpResponse:
    """One address for the steps of all four kinds: the number says which it is."""
    if number.startswith("DEVIR-"):
        return moves.transfer_step(request, number, step)
    if number.startswith("IMHA-"):
        return moves.disposal_step(request, number, step)
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
    path(ONE, files.folder, name="folder"),
    path(f"{ONE}saklama/<int:hold_id>/", files.lift, name="lift"),
    path(f"{ONE}paket/<int:bag_id>/", files.bag, name="bag"),
    path("arsiv/adim/<str:number>/<str:step>/", step, name="step"),
    path("arsiv/belge/<int:document_id>/", files.document, name="document"),
    path("arsiv/belge/<int:document_id>/<int:piece_id>/", files.piece, name="piece"),
    path("arsiv/devirler/", moves.transfers, name="transfers"),
    path("arsiv/devir/yeni/", moves.transfer_new, name="transfer_new"),
    path(MOVE, moves.transfer, name="transfer"),
    path(f"{MOVE}tutanak/", moves.transfer_minute, name="transfer_minute"),
    path(f"{MOVE}cikar/<str:folder>/", moves.transfer_drop, name="transfer_drop"),
    path("arsiv/imha/", moves.disposals, name="disposals"),
    path("arsiv/imha/yeni/", moves.propose, name="propose"),
    path(LIST, moves.disposal, name="disposal"),
    path(f"{LIST}uye/<int:member_id>/", moves.unseat, name="unseat"),
    path(f"{LIST}belge/<str:what>/", moves.disposal_file, name="disposal_file"),
    path("arsiv/aktarma/", moves.intakes, name="intakes"),
    path("arsiv/aktarma/yeni/", moves.intake_new, name="intake_new"),
    path("arsiv/aktarma/<int:intake_id>/", moves.intake, name="intake"),
    path("arsiv/aktarma/<int:intake_id>/yeniden/", moves.intake_again, name="intake_again"),
    path("arsiv/taramalar/", scanning.projects, name="projects"),
    path("arsiv/tarama/yeni/", scanning.project_new, name="project_new"),
    path(SCAN, scanning.project, name="project"),
    path(BATCH, scanning.batch, name="batch"),
    path(f"{BATCH}adim/<str:step>/", scanning.batch_step, name="batch_step"),
    path(f"{BATCH}belge/<int:scan>/", scanning.scan, name="scan"),
    path(f"{BATCH}belge/<int:scan>/kalite/", scanning.judge, name="judge"),
    path(f"{BATCH}belge/<int:scan>/cikar/", scanning.drop_scan, name="drop_scan"),
    path("arsiv/plan/", moves.plan, name="plan"),
    path("arsiv/plan/yukle/", moves.plan_load, name="plan_load"),
    path("arsiv/plan/<str:step>/", moves.plan_step, name="plan_step"),
    path("arsiv/denetim/", moves.checks, name="checks"),
    path("arsiv/denetim/simdi/", moves.check_now, name="check_now"),
]
