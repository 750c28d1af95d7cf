"""The public page: is this signed file, or the document with this code, genuine? Nothing secret is shown here."""

import hashlib

from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from konak.foundation.access import NOBODY
from konak.foundation.files.serving import serve
from konak.foundation.web.http import Request

from .. import forms, queries, services
from ..services import engine
from ..verifying import Integrity, Judgement

A_MINUTE = 12
"""Questions from one address in a minute."""
LARGEST = 50 * 1024 * 1024
WORDS = {
    "whole": ("Bütün", "done", "İmzalandıktan sonra değişmemiş."),
    "broken": ("Bozulmuş", "late", "İmzalandıktan sonra değişmiş ya da imza geçersiz."),
    "unknown": ("Söylenemedi", "wait", "Buna bakılamadı."),
    "trusted": ("Güvenilir", "done", "İmzalayanların sertifikaları güven listesine ulaşıyor ve iptal edilmemiş."),
    "untrusted": ("Güvenilmez", "late", "Sertifikayı yayımlayan makam tanınmıyor ya da sertifika geçerli değildi."),
    "revoked": ("İptal edilmiş", "late", "Sertifika imza anında iptal edilmişti."),
}

VERDICTS = {
    "clean": ("done", "İmza geçerli", "Dosya imzalandığı gibi duruyor, imzalayanların sertifikaları güvenilir."),
    "broken": ("late", "Bu dosyaya güvenmeyin", "İmzalandıktan sonra değişmiş ya da imza geçersiz."),
    "not": ("late", "İmzaya güvenilmez", "Dosya değişmemiş, ama imzalayanın sertifikası kabul edilmedi."),
    "unknown": ("wait", "Kesin bir şey söylenemedi", "Eldeki bilgiyle karar verilemedi."),
}
"""One sentence before the two answers, which stay apart: colour, headline, and what it means; the reasons follow."""


def check(request: Request, code: str = "") -> HttpResponse:
    """GET with the code in the address or as `kod`, or POST with a file."""
    code = (code or request.GET.get("kod", ""))[:60].strip()
    context: dict[str, object] = {"form": forms.CheckForm(initial={"kod": code})}
    if request.method != "POST" and not code:
        return render(request, "esignature/check.html", context)
    if _too_often(request):
        context["trouble"] = "Çok sık sorgu yapıldı; bir dakika sonra yeniden deneyin."
        return render(request, "esignature/check.html", context, status=429)
    if request.method != "POST":
        return _by_code(request, code, context)
    form = forms.CheckForm(request.POST, request.FILES)
    context["form"] = form
    if not form.is_valid():
        return render(request, "esignature/check.html", context, status=422)
    if form.cleaned_data["kod"]:
        return _by_code(request, form.cleaned_data["kod"], context)
    given, inside = form.cleaned_data["dosya"], form.cleaned_data["icerik"]
    if not given:
        context["trouble"] = "Doğrulama kodunu yazın ya da imzalı dosyayı seçin."
        return render(request, "esignature/check.html", context, status=422)
    if given.size > LARGEST or (inside and inside.size > LARGEST):
        context["trouble"] = "Dosya 50 MB sınırını aşıyor."
        return render(request, "esignature/check.html", context, status=422)
    content = given.read()
    context |= _shown(engine.judged(content, inside.read() if inside else None))
    context |= {"name": given.name, "sha256": hashlib.sha256(content).hexdigest()}
    return render(request, "esignature/check.html", context)


def _by_code(request: Request, typed: str, context: dict[str, object]) -> HttpResponse:
    code = services.plain(typed)
    row = queries.code_of(code)
    context["code"] = code
    if row is None and (found := services.found_elsewhere(typed)):
        context |= {"elsewhere": found[0], "paper": found[1]}
        return render(request, "esignature/check.html", context)
    if row is None:
        context["trouble"] = "Bu kodla kayıtlı belge yok. Kodu belgedeki gibi, eksiksiz yazdığınızı denetleyin."
        return render(request, "esignature/check.html", context, status=404)
    services.looked_up(code, actor=NOBODY)
    context |= {"row": row, "closed": row.closed_at}
    if row.file is not None:
        content = engine.bytes_of(row.signature or row.file)
        # a signature that holds what was signed answers for itself: a letter is shown by its dated page
        inside = engine.bytes_of(row.file) if row.signature and not engine.encloses(content) else None
        context |= _shown(engine.judged(content, inside))
        context["sha256"] = row.file.blob_id
    return render(request, "esignature/check.html", context)


@require_GET
def document(request: Request, code: str) -> HttpResponseBase:
    """The document itself, for whoever holds its code; nothing of a secret one, nor of one taken back."""
    if _too_often(request):
        return HttpResponse("Çok sık sorgu yapıldı; bir dakika sonra yeniden deneyin.", status=429)
    row = queries.code_of(services.plain(code[:60]))
    if row is None or row.secret or row.closed_at or row.file is None:
        raise Http404
    services.looked_up(row.code, actor=NOBODY)
    return serve(row.file)


def _shown(judged: Judgement) -> dict[str, object]:
    if not judged.signed and judged.kind == "pdf" and judged.reasons == ("Dosyada imza yok.",):
        return {"judged": judged, "integrity": None, "trust": None, "unsigned": True}
    told = "clean" if judged.clean else "broken" if judged.integrity is Integrity.BROKEN else "not"
    verdict = VERDICTS[told if judged.certain else "unknown"]
    return {
        "judged": judged,
        "integrity": WORDS[judged.integrity],
        "trust": WORDS[judged.trust],
        "verdict": verdict,
    }


def _too_often(request: Request) -> bool:
    from allauth.account.adapter import get_adapter

    key = f"dogrula:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, 60)
    try:
        return bool(cache.incr(key) > A_MINUTE)
    except ValueError:
        return False
