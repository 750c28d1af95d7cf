from django.http import HttpResponse
from django.urls import path

from konak.foundation.web.http import Request

from .views import detsis, incoming, letters, post, registers, releasing, writing


def step(request: Request, number: str, step: str) -> HttpResponse:
    """One address for the steps of all three kinds: the number says which it is."""
    if number.startswith("HVL-"):
        return incoming.take_referral_step(request, number, step)
    if number.startswith("YAZI-"):
        return letters.take_step(request, number, step)
    return incoming.take_step(request, number, step)


GIVEN, OWN = "evrak/gelen/<str:number>/", "evrak/yazi/<str:number>/"

app_name = "correspondence"
urlpatterns = [
    path("evrak/gelen/", incoming.index, name="index"),
    path("evrak/gelen/yeni/", incoming.register, name="register"),
    path("evrak/gelen/paket/", incoming.package, name="package"),
    path("evrak/kod-onerisi/", incoming.suggest, name="suggest"),
    path(GIVEN, incoming.record, name="incoming"),
    path(f"{GIVEN}duzelt/", incoming.correct, name="correct"),
    path(f"{GIVEN}cevap/", incoming.mark_answer, name="mark_answer"),
    path(f"{GIVEN}ek/<int:place>/", incoming.annex, name="incoming_annex"),
    path(f"{GIVEN}kabul/", post.accept, name="accept"),
    path(f"{GIVEN}donusturme/", post.conversion_progress, name="conversion_progress"),
    path(f"{GIVEN}donusturme/<int:conversion_id>/yeniden/", post.convert_again, name="convert_again"),
    path(f"{GIVEN}donusturme/<int:conversion_id>/<str:what>/", post.conversion_file, name="conversion_file"),
    path(f"{GIVEN}delil/<int:proof_id>/", post.incoming_proof, name="incoming_proof"),
    path(f"{GIVEN}<str:what>/", incoming.file, name="incoming_file"),
    path("evrak/havaleler/", incoming.referrals, name="referrals"),
    path("evrak/havale/<str:number>/", incoming.referral, name="referral"),
    path("evrak/havale/<str:number>/aktar/", incoming.pass_on, name="pass_on"),
    path("evrak/karart/<str:number>/", releasing.redact, name="redact"),
    path("evrak/karart/<str:number>/sayfa/<int:place>.png", releasing.sheet, name="redact_page"),
    path("evrak/karart/<str:number>/<int:copy_id>/", releasing.copy, name="released_copy"),
    path("evrak/adim/<str:number>/<str:step>/", step, name="step"),
    path("evrak/yazilar/", letters.index, name="letters"),
    path("evrak/yazi/yeni/", writing.new, name="new"),
    path("evrak/yazi/tablodan/", writing.merge, name="merge"),
    path("evrak/yazi/onizleme/", writing.typed, name="typed_new"),
    path(OWN, letters.record, name="letter"),
    path(f"{OWN}onizleme/", writing.typed, name="typed"),
    path(f"{OWN}cikti.pdf", letters.printed, name="printed"),
    path(f"{OWN}gonderim/<int:row_id>/", letters.dispatch, name="dispatch"),
    path(f"{OWN}e-posta/", letters.mail_out, name="mail_out"),
    path(f"{OWN}paket/", letters.pack, name="pack"),
    path(f"{OWN}metin/", writing.edit, name="edit"),
    path(f"{OWN}onizleme.pdf", letters.preview, name="preview"),
    path(f"{OWN}onizleme.png", letters.picture, name="picture"),
    path(f"{OWN}dosya/<str:what>/", letters.file, name="letter_file"),
    path(f"{OWN}ekler/<int:annex_id>/", letters.annex, name="letter_annex"),
    path(f"{OWN}surum/<int:version>/", letters.compare, name="compare"),
    path(f"{OWN}ekle/<str:part>/", letters.add, name="add"),
    path(f"{OWN}cikar/<str:part>/<int:row_id>/", letters.drop, name="drop"),
    path(f"{OWN}guzergah/<int:row_id>/", letters.replace, name="replace"),
    path(f"{OWN}gonderim/<int:row_id>/simdi/", post.send_now, name="send_now"),
    path(f"{OWN}gonderim/<int:row_id>/uets/", post.uets, name="uets"),
    path(f"{OWN}gonderim/<int:row_id>/sifreli.eyps", post.encrypted, name="encrypted"),
    path(f"{OWN}gizlilik/", post.secrecy, name="secrecy"),
    path(f"{OWN}delil/<int:proof_id>/", post.letter_proof, name="letter_proof"),
    path(f"{OWN}guncelleme/<int:update_id>/", post.letter_update, name="letter_update"),
    path("evrak/kutular/", post.postboxes, name="postboxes"),
    path("evrak/kutular/yeni/", post.postbox, name="postbox_new"),
    path("evrak/kutular/<int:box_id>/", post.postbox, name="postbox"),
    path("evrak/kutular/<int:box_id>/dene/", post.try_postbox, name="try_postbox"),
    path("evrak/iletiler/", post.arrivals, name="arrivals"),
    path("evrak/iletiler/<int:arrival_id>/ileti.eml", post.arrival_file, name="arrival_file"),
    path("evrak/iletiler/<int:arrival_id>/yeniden/", post.retry_arrival, name="retry_arrival"),
    path("evrak/gonderimler/", post.sendings, name="sendings"),
    path("evrak/detsis/", detsis.detsis, name="detsis"),
    path("evrak/detsis/al/", detsis.sync, name="sync_registry"),
    path("evrak/istekler/", post.requests, name="requests"),
    path("evrak/kod-denetimi/", post.code_checks, name="code_checks"),
    path("evrak/kod-denetimi/<int:check_id>/", post.judge_code, name="judge_code"),
    path("evrak/sifreleme-sertifikalari/", post.reader_certificates, name="reader_certificates"),
    path("evrak/sifreleme-sertifikalari/ekle/", post.add_reader_certificate, name="add_reader_certificate"),
    path("evrak/dosya-plani/", registers.plan, name="plan"),
    path("evrak/dosya-plani/yukle/", registers.load_plan, name="load_plan"),
    path("evrak/sablonlar/", registers.templates, name="templates"),
    path("evrak/sablonlar/yeni/", registers.template, name="template_new"),
    path("evrak/sablonlar/<int:template_id>/", registers.template, name="template"),
    path("evrak/sablonlar/liste/<int:list_id>/sil/", registers.drop_list, name="drop_list"),
    path("evrak/antet/", registers.letterhead, name="letterhead"),
    path("evrak/istatistik/", registers.statistics, name="statistics"),
    path("evrak/gunluk-rapor/", registers.reports, name="reports"),
    path("evrak/gunluk-rapor/<int:report_id>/<str:what>/", registers.report, name="report"),
    path("evrak/okumalar/", registers.readings, name="readings"),
]
