"""What this app proves: people are visited, work that comes back is done, outages are told and measured."""

import datetime as dt

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .queries import numbers

LONG_AGO = dt.date(2000, 1, 1)

CAPABILITIES = (
    Capability(
        code="visits.onsite",
        label="Telefonla, uzaktan ya da yerinde destek verilmesi",
        module="servicedesk",
        describes=(
            "Talep için yerinde ya da uzaktan ziyaret, ekibin takvimine çakışmasız planlanır; kime, ne zaman, kimin "
            "gittiği ve sonucu ziyaret kaydında durur, harcanan süre talebe yazılır."
        ),
        words=("yerinde", "destek", "telefon", "uzaktan", "kullanıcı"),
        phrases=(
            "telefonla veya yerinde destek ver",
            "kullanıcılara yerinde teknik destek sağla",
            "kullanıcıların sorunlarını telefonla veya yerinde çöz",
            "birimlere yerinde teknik destek vermek",
        ),
        unless=("mali destek", "ayni", "nakdi"),
        last=lambda units, until: numbers.latest(numbers.made(units, LONG_AGO, until), "ended_at"),
        count=lambda units, until: numbers.made(units, LONG_AGO, until).count(),
        link="/ziyaretler/liste/",
    ),
    Capability(
        code="visits.recurring",
        label="Dönemli işlerin zamanında yapılması",
        module="servicedesk",
        describes=(
            "Her gün, hafta, ay ya da yıl yapılan iş bir kez planlanır; günü gelince destek talebi çalışma takvimine "
            "göre bir kez kendiliğinden açılır ve sorumlusuna verilir."
        ),
        words=("periyodik", "düzenli", "rutin", "dönem"),
        phrases=(
            "periyodik olarak kontrol et",
            "düzenli aralıklarla kontrollerini yap",
            "rutin kontrol ve bakımları zamanında yap",
        ),
        unless=("araç", "bina", "sağlık muayene", "risk", "siber"),
        last=lambda units, until: numbers.latest(numbers.turns(units, LONG_AGO, until), "at"),
        count=lambda units, until: numbers.turns(units, LONG_AGO, until).count(),
        link="/tekrarlayan-talepler/",
    ),
    Capability(
        code="visits.outages",
        label="Kesinti ve planlı çalışmaların duyurulması",
        module="monitoring",
        describes=(
            "Planlı çalışma ve kesinti, etkilediği sistem, hizmet, yer ve birimlerle duyurulur; etkilenenlere haber "
            "verilir, portalda ve durum sayfasında gösterilir, gerçekte ne kadar sürdüğü ölçülür."
        ),
        words=("kesinti", "süreklilik", "kesintisiz", "duyur", "sürekli"),
        phrases=(
            "sistemlerin kesintisiz çalışmasını sağla",
            "planlı kesintileri kullanıcılara duyur",
            "hizmetlerin kesintisiz ve etkin sunulmasını sağla",
            "sistem ve yazılım hizmetlerini sürekli ve verimli sunmak",
        ),
        unless=("elektrik kesinti", "su kesinti"),
        last=lambda units, until: numbers.latest(numbers.announced(units, LONG_AGO, until), "announced_at"),
        count=lambda units, until: numbers.announced(units, LONG_AGO, until).count(),
        link="/kesintiler/",
    ),
)

INDICATORS = (
    Indicator(
        "visits.made",
        "Yapılan ziyaret",
        module="servicedesk",
        unit="adet",
        explains="Dönemde sonucu yazılan ziyaretler; iptal edilenler ve yapılamayanlar sayılmaz.",
        value=lambda units, since, until: float(numbers.made(units, since, until).count()),
        better="neither",
    ),
    Indicator(
        "visits.solved",
        "Ziyarette giderilen sorun",
        module="servicedesk",
        unit="%",
        explains="Yapılan ziyaretlerden sonucu «sorun giderildi» ya da «sorun görülmedi» olanların payı.",
        value=numbers.solved_share,
    ),
    Indicator(
        "visits.kept",
        "Gerçekleşen ziyaret",
        module="servicedesk",
        unit="%",
        explains="Zamanı gelen ziyaretlerden yapılanların payı; yapılamayanlar (yerinde bulunamama gibi) düşer.",
        value=numbers.kept_share,
    ),
    Indicator(
        "visits.minutes_down",
        "Kesinti süresi",
        module="monitoring",
        unit="dakika",
        explains="Biten kesintilerin ölçülen süreleri toplamı; etkisiz çalışma ve yavaşlama sayılmaz.",
        value=numbers.minutes_down,
        better="less",
    ),
    Indicator(
        "visits.told_before",
        "Önceden duyurulan çalışma",
        module="monitoring",
        unit="%",
        explains="Biten planlı çalışmalardan başlangıcından en az bir gün önce duyurulanların payı.",
        value=numbers.told_before,
    ),
)
