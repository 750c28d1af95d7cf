"""Who sees what came by mail, who decides about mails nobody could place, who sets the boxes up."""

from konak.foundation.access import Permission, Scope

DESK = {
    "staff": Scope.UNIT,
    "expert": Scope.UNIT,
    "chief": Scope.UNIT,
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
}

VIEW = Permission(
    "mailroom.view", "Gelen iletileri görme", {**DESK, "auditor": Scope.ALL, "administrator": Scope.ALL}
)
DECIDE = Permission("mailroom.decide", "Bekleyen iletiye karar verme", {**DESK, "administrator": Scope.ALL})
MANAGE = Permission(
    "mailroom.manage",
    "Posta kutularını kurma",
    {"director": Scope.BRANCH, "head_of_department": Scope.BRANCH, "administrator": Scope.ALL},
)
RAW = Permission("mailroom.raw", "Özgün iletiyi (başlıklarıyla) görme", {"administrator": Scope.ALL})
