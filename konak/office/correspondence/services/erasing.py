"""What remains of a document whose file was destroyed: its row, its number and its dates, not its words."""

from django.apps import apps
from django.db import transaction

from konak.foundation.access import Actor

from ..models import Incoming, Letter


@transaction.atomic
def erase_words(number: str, *, actor: Actor) -> None:
    """Take the text out of a document and out of the history of its row. The archive asks, and writes the story."""
    del actor
    for model, column in ((Letter, "body"), (Incoming, "text")):
        kept = list(model.objects.filter(case__number=number).values_list("pk", flat=True))
        if not kept:
            continue
        model.objects.filter(pk__in=kept).update(**{column: ""})
        history = apps.get_model("correspondence", f"{model.__name__}Event")
        history._default_manager.filter(pgh_obj_id__in=kept).update(**{column: ""})
        if model is Letter:
            for version in apps.get_model("correspondence", "Version")._default_manager.filter(letter_id__in=kept):
                version.content = {}
                version.save(update_fields=["content"])
