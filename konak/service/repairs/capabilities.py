"""What this app proves: repairs are done with parts from stock, and every one says for which request."""

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from . import queries

CAPABILITIES = (
    Capability(
        code="repairs.parts",
        label="Arızaların ambardaki yedek parça ve cihazla giderilmesi",
        module="servicedesk",
        describes=(
            "Arıza talebinden ambardan yedek parça ya da yedek cihaz istenir; fişi, takıldığı cihaz ve talep "
            "birbirini gösterir, değişen cihazın zimmetini sahibi ekrandan kabul eder."
        ),
        words=("onarım", "arıza", "tamir", "yedek parça"),
        phrases=(
            "birimlerdeki bilgisayar ve yardımcı makinelerin tamir ve bakımını yap",
            "arızalı cihazları onar, gerekirse parçasını değiştir",
            "kullanıcıların donanım arızalarını gider",
        ),
        unless=("hizmet binası", "araç"),
        last=queries.last_given,
        count=lambda units, until: queries.given(units, until).count(),
        link="/destek/parcalar/",
    ),
)
INDICATORS = (
    Indicator(
        code="repairs.waited",
        label="Parça ve cihaz isteğinin karşılanma süresi",
        module="servicedesk",
        unit="saat",
        explains="Dönemde verilen parça ve cihazlarda istek ile verilme arasındaki ortalama süre.",
        value=queries.hours_waited,
        better="less",
    ),
    Indicator(
        code="repairs.swapped",
        label="Değiştirilen cihazlar",
        module="servicedesk",
        unit="adet",
        explains="Dönemde arıza talebi nedeniyle yerine başka cihaz verilenlerin sayısı.",
        value=queries.swapped,
        better="neither",
    ),
)
