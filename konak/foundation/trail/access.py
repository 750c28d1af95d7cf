from konak.foundation.access import Permission, Scope

VIEW = Permission("trail.view", "İzi görme", {"auditor": Scope.ALL, "administrator": Scope.ALL})
