"""What administrators are told."""

from konak.foundation.notify import Pace, Topic

FOUND = Topic(
    "antivirus.found",
    "Zararlı dosya",
    about="Saklanan bir dosyada zararlı yazılım bulunduğunda ya da biri zararlı dosya yüklemeye çalıştığında.",
    mail=Pace.NOW,
    urgent=True,
)
