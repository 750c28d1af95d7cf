from konak.foundation.access import Permission, Scope

VIEW = Permission("trail.view", "İzi görme", {"auditor": Scope.ALL, "administrator": Scope.ALL})
EXPORT = Permission("trail.export", "İzi dışa aktarma", {"auditor": Scope.ALL, "administrator": Scope.ALL})
VERIFY = Permission("trail.verify", "İz zincirini doğrulatma", {"auditor": Scope.ALL, "administrator": Scope.ALL})
