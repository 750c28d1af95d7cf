"""Turkish folding inside a statement."""

from django.db.models import TextField
from django.db.models.expressions import Func


class Folded(Func):
    """`tr_fold(text)`: lower case without diacritics by Turkish rules, for looking things up."""

    function = "tr_fold"
    output_field = TextField()
