"""A layer is opened to others, or closed, by two: who keeps it asks, who stands over him decides."""

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle
from ..models import Layer, Publication, Sensitivity, State, What
from . import indexing
from .common import owned, tell

WIDER = (Sensitivity.RESTRICTED, Sensitivity.INTERNAL, Sensitivity.PUBLIC)


@transaction.atomic
def ask(name: str, *, actor: Actor, what: str, sensitivity: str = "", words: str = "") -> Publication:
    """Ask that a layer be published, opened more widely, or withdrawn from publication."""
    layer = owned(actor, name, access.KEEP)
    if what not in What.values:
        raise Refused("Ne istendiğini listeden seçin.")
    sensitivity = sensitivity or layer.sensitivity
    if Publication.objects.filter(layer=layer, case__closed_at=None).exists():
        raise Refused("Bu katman için sonuçlanmamış bir onay isteği zaten var.")
    if objection := _objection(layer, what, sensitivity):
        raise Refused(objection)
    subject = f"{layer.title}: {What(what).label.lower()}"
    made = open_case(
        Publication(layer=layer, what=what, sensitivity=sensitivity, words=words.strip()),
        actor=actor,
        permission=access.KEEP,
        unit_id=layer.unit_id,
        subject=subject[:250],
    )
    tell(layer, "ask_publication", actor, made.case.number, access.KEEP)
    return made


def _objection(layer: Layer, what: str, sensitivity: str) -> str:
    if what == What.PUBLISH and layer.state == State.PUBLISHED:
        return "Katman zaten yayında."
    if what == What.RETIRE and layer.state != State.PUBLISHED:
        return "Yalnız yayındaki katman yayımdan kaldırılır."
    if what == What.WIDEN:
        if layer.state != State.PUBLISHED:
            return "Katman yayında değil; önce yayımlayın."
        if WIDER.index(Sensitivity(sensitivity)) <= WIDER.index(Sensitivity(layer.sensitivity)):
            return "Katman zaten bu kadar kişiye açık."
    if what != What.RETIRE:
        if not layer.row_count:
            return "Katmanda kayıt yok; boş katman yayımlanmaz."
        missing = [
            label
            for label, value in (
                ("özet", layer.abstract or layer.description),
                ("kaynak", layer.source),
                ("lisans", layer.licence or sensitivity != Sensitivity.PUBLIC),
            )
            if not value
        ]
        if missing:
            return f"Yayımdan önce üst veriyi tamamlayın: {', '.join(missing)} boş."
    return ""


def approve(number: str, *, actor: Actor, answer: str = "") -> Publication:
    """Agree; the layer is open to whom was asked from this moment on."""
    with take(lifecycle.APPROVE, Publication, number, actor, answer) as one:
        one.answer = answer.strip()
        layer = Layer.objects.select_for_update().get(pk=one.layer_id)
        if objection := _objection(layer, one.what, one.sensitivity):
            raise Refused(objection)
        if one.what == What.RETIRE:
            layer.state = State.RETIRED
            publish(lifecycle.RETIRED, layer=layer.name)
        else:
            layer.state, layer.sensitivity = State.PUBLISHED, one.sensitivity
            layer.published_on = layer.published_on or localdate()
            publish(lifecycle.PUBLISHED, layer=layer.name)
        layer.save()
        tell(layer, f"approve_{one.what}", actor, number, access.APPROVE)
        indexing.layer(layer)
    return one


def decline(number: str, *, actor: Actor, answer: str = "") -> Publication:
    if not answer.strip():
        raise Refused("Neden onaylamadığınızı yazın; isteyen eksiğini görsün.")
    with take(lifecycle.DECLINE, Publication, number, actor, answer) as one:
        one.answer = answer.strip()
    return one


def withdraw(number: str, *, actor: Actor) -> Publication:
    with take(lifecycle.WITHDRAW, Publication, number, actor) as one:
        pass
    return one
