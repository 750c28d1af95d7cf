from django.utils.timezone import localdate

from konak.foundation.search.models import SearchRow
from konak.governance.legislation import services
from konak.governance.legislation.queries import DUTY_KIND
from konak.governance.legislation.services.intake import calm


def found():
    return SearchRow.objects.filter(kind=DUTY_KIND).count()


def test_a_repealed_text_no_longer_answers_in_search(scene):
    assert found() > 0
    services.repeal(scene.number, actor=scene.head.actor, repealed_on=localdate(), why="Yenisi yürürlükte")
    assert found() == 0


def test_a_title_in_capitals_keeps_its_acronyms():
    assert calm("BİLGİ GÜVENLİĞİ VE SOME ŞUBE MÜDÜRLÜĞÜ") == "Bilgi Güvenliği ve SOME Şube Müdürlüğü"
    assert calm("Bilgi işlem yönergesi") == "Bilgi işlem yönergesi"
