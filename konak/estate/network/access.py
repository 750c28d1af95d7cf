"""Who keeps the network's records, who decides on requests, who may ask who stood behind an address."""

from konak.foundation.access import Permission, Scope

_LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "administrator": Scope.ALL,
}
_KEEPERS = {"expert": Scope.UNIT, "chief": Scope.UNIT, **_LEADERS}
_EVERYBODY = (
    *("staff", "expert", "chief", "director", "head_of_department", "deputy_secretary_general"),
    *("secretary_general", "deputy_mayor", "mayor", "auditor", "administrator"),
)

# The network stands with one branch; the whole department over and beside it reads where a device is plugged in.
VIEW = Permission(
    "network.view",
    "Ağ kayıtlarını görme",
    {
        "staff": Scope.UNIT,
        **_KEEPERS,
        "deputy_secretary_general": Scope.BRANCH,
        "secretary_general": Scope.ALL,
        "deputy_mayor": Scope.BRANCH,
        "mayor": Scope.ALL,
        "auditor": Scope.ALL,
    },
    upward=True,
)
KEEP = Permission("network.keep", "Ağ kayıtlarını düzenleme, adres ayırma, kira dosyası alma", _KEEPERS, upward=True)
DECIDE = Permission(
    "network.decide",
    "Adres ve güvenlik duvarı kuralı isteğine karar verme",
    {"chief": Scope.UNIT, **_LEADERS},
    upward=True,
)
ASK = Permission("network.ask", "IP adresi isteme", dict.fromkeys(_EVERYBODY, Scope.OWN))
# Who was behind an address is personal data: asked only by those who answer for the network.
TRACE = Permission(
    "network.trace",
    "Bir adresi kimin kullandığını sorma",
    {"chief": Scope.UNIT, **_LEADERS, "auditor": Scope.ALL},
    upward=True,
)
# What a firewall lets through tells an attacker where to knock: seen by those who keep it, and by the auditor.
RULES = Permission(
    "network.rules",
    "Güvenlik duvarı kurallarını görme",
    {**dict.fromkeys(_EVERYBODY, Scope.OWN), **_KEEPERS, "auditor": Scope.ALL},
    upward=True,
)
ASK_RULE = Permission("network.ask_rule", "Güvenlik duvarı kuralı isteme", dict.fromkeys(_EVERYBODY, Scope.OWN))
# Exceptions from the internet rules, Wi-Fi for an event: whoever works here may ask.
ASK_NET = Permission(
    "network.ask_net", "İnternet ayrıcalığı ya da etkinlik kablosuzu isteme", dict.fromkeys(_EVERYBODY, Scope.OWN)
)
# Who takes over a site signs for its unit; the unit of the file is the one that hands over, so the reach is wide.
RECEIVE = Permission(
    "network.receive",
    "Kurulan yerleşkeyi teslim alma",
    {"staff": Scope.OWN, "expert": Scope.OWN, "chief": Scope.OWN, **_LEADERS},
    upward=True,
)
# Telephone numbers of guests are personal data of people outside: seen only where a request of the law is answered.
GUESTS = Permission(
    "network.guests",
    "Misafir oturumlarını görme",
    {"chief": Scope.UNIT, **_LEADERS, "auditor": Scope.ALL},
    upward=True,
)
# Files of the network that others open too: each sees his own, the branch sees all.
FILES = Permission(
    "network.files",
    "İnternet ayrıcalığı, etkinlik ve teslim dosyalarını görme",
    {**dict.fromkeys(_EVERYBODY, Scope.OWN), **_KEEPERS, "auditor": Scope.ALL},
    upward=True,
)
