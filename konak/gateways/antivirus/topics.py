"""What administrators are told."""

from konak.foundation.notify import Pace, Topic
from konak.foundation.trail import access as trail

FOUND = Topic(
    "antivirus.found",
    "Zararlı dosya",
    about="Saklanan bir dosyada zararlı yazılım bulunduğunda ya da biri zararlı dosya yüklemeye çalıştığında.",
    mail=Pace.NOW,
    urgent=True,
    needs=trail.VIEW,  # administrators, as those who are told
)
