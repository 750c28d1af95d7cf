"""A Sigma rule becomes a condition over our columns, or is refused with the reason; nothing of it is left out."""

import re
from dataclasses import dataclass
from typing import Any

from sigma import conditions as rules
from sigma import types
from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationCondition, SigmaCorrelationRule, SigmaCorrelationType
from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule

from konak.foundation.lifecycle import Refused

from .conditions import COLUMNS, Tree, leaves

MOST = 500
LONGEST = 50_000
WINDOWS = {
    "EventID": "event.code", "TargetUserName": "user.name", "TargetDomainName": "user.domain",
    "IpAddress": "source.ip", "IpPort": "source.port", "WorkstationName": "source.domain",
    "Workstation": "source.domain", "TargetLogonId": "network.session_id", "Computer": "host.name",
    "ComputerName": "host.name",
}  # fmt: skip
FLOWS = {
    "src_ip": "source.ip", "dst_ip": "destination.ip", "src_port": "source.port", "dst_port": "destination.port",
    "action": "event.action", "protocol": "network.transport", "username": "user.name",
}  # fmt: skip
PAGES = {
    "c-ip": "source.ip", "cs-username": "user.name", "cs-host": "url.domain", "c-uri": "url.original",
    "cs-uri": "url.original", "sc-status": "http.response.status_code", "r-dns": "url.domain",
    "dst_ip": "destination.ip", "src_ip": "source.ip",
}  # fmt: skip
NAMES = {"windows": WINDOWS, "firewall": FLOWS, "dhcp": FLOWS, "proxy": PAGES, "hosting": PAGES, "system": {}}
_ANCHOR = re.compile(r"(?m)(?:^|[\s\[{,:-])&\w")
_COMPARED = {"LT": "lt", "LTE": "lte", "GT": "gt", "GTE": "gte"}


@dataclass(frozen=True, slots=True)
class Brought:
    """What a rule says for an alarm."""

    name: str
    code: str
    condition: Tree
    level: str
    group_by: tuple[str, ...] = ()
    counted: str = ""
    threshold: int | None = None
    """How many, and within how many minutes, where the rule says so itself."""
    minutes: int | None = None


def read(text: str) -> Brought:
    """The rule as a condition; raises `Refused`. Several documents are a correlation and the rules it counts."""
    if len(text) > LONGEST or _ANCHOR.search(text):
        raise Refused("Kural en çok 50.000 harf olabilir ve YAML çapası (&ad) içeremez.")
    try:
        if re.search(r"(?m)^correlation\s*:", text):
            return _correlated(SigmaCollection.from_yaml(text))
        return _single(SigmaRule.from_yaml(text))
    except Refused:
        raise
    except (SigmaError, ValueError, TypeError, AttributeError, KeyError, IndexError) as fault:
        raise Refused(f"Sigma kuralı okunamadı: {str(fault)[:200]}") from None
    except RecursionError:
        raise Refused("Sigma kuralının koşulu çok derin.") from None
    except Exception as fault:  # the library lets errors of its YAML reader through
        if type(fault).__module__.partition(".")[0] not in ("yaml", "pyparsing"):
            raise
        raise Refused(f"Sigma kuralı okunamadı: {str(fault)[:200]}") from None


def _single(rule: SigmaRule) -> Brought:
    code = _code(rule)
    trees = [_tree(one.parsed, NAMES[code]) for one in rule.detection.parsed_condition]
    if not trees:
        raise Refused("Sigma kuralında koşul yok.")
    condition = trees[0] if len(trees) == 1 else {"any": trees}
    if sum(1 for _ in leaves(condition)) > MOST:
        raise Refused(f"Kuralda en çok {MOST} karşılaştırma olabilir.")
    return Brought(rule.title[:160], code, condition, _level(rule))


def _level(rule: SigmaRule | SigmaCorrelationRule) -> str:
    return (rule.level.name.lower() if rule.level else "medium").replace("informational", "low")


def _correlated(rules_: SigmaCollection) -> Brought:
    """`event_count` and `value_count` over a time; what correlates otherwise is refused."""
    found = [rule for rule in rules_.rules if isinstance(rule, SigmaCorrelationRule)]
    if len(found) != 1:
        raise Refused("Bir seferde bir korelasyon kuralı alınır.")
    (rule,) = found
    if rule.type not in (SigmaCorrelationType.EVENT_COUNT, SigmaCorrelationType.VALUE_COUNT):
        raise Refused(f"«{rule.type.name.lower()}» korelasyonu desteklenmiyor; event_count ya da value_count yazın.")
    named = rule.rules or []
    parts = [_single(one.rule) for one in named if isinstance(one.rule, SigmaRule)]
    if not parts or len(parts) != len(named):
        raise Refused("Korelasyon, kendisiyle birlikte yazılmış Sigma kurallarına dayanmalıdır.")
    if len({one.code for one in parts}) > 1:
        raise Refused("Korelasyonun kuralları aynı kayıt kümesine bakmalıdır.")
    if rule.aliases is not None and list(rule.aliases):
        raise Refused("Korelasyonda alan takma adları (aliases) desteklenmiyor.")
    code, asked = parts[0].code, rule.condition
    if not isinstance(asked, SigmaCorrelationCondition) or not isinstance(asked.count, int):
        raise Refused("Korelasyonun koşulu bir sayı olmalıdır.")
    if asked.op.name not in ("GT", "GTE"):
        raise Refused("Korelasyonun koşulu gte ya da gt olmalıdır; eksikliği alarm değil susan kaynak bildirir.")
    counted = ""
    if rule.type is SigmaCorrelationType.VALUE_COUNT:
        if not isinstance(asked.fieldref, str):
            raise Refused("value_count için sayılacak tek bir alan yazılmalıdır.")
        counted = _column(asked.fieldref, NAMES[code])
    trees = [one.condition for one in parts]
    return Brought(
        (rule.title or parts[0].name)[:160],
        code,
        trees[0] if len(trees) == 1 else {"any": trees},
        _level(rule) if rule.level else parts[0].level,
        tuple(_column(name, NAMES[code]) for name in rule.group_by or ()),
        counted,
        asked.count + (asked.op.name == "GT"),
        max(1, -(-rule.timespan.seconds // 60)),
    )


def _code(rule: SigmaRule) -> str:
    """The set that holds the lines the rule looks at."""
    source = rule.logsource
    told = " / ".join(str(one) for one in (source.product, source.category, source.service) if one)
    if source.product == "windows" and source.category is None and source.service in (None, "security"):
        return "windows"
    if source.category in ("firewall", "proxy", "dhcp"):
        return str(source.category)
    if source.category == "webserver":
        return "hosting"
    if source.product == "linux" and source.category is None and source.service in (None, "sshd", "auth", "syslog"):
        return "system"
    raise Refused(f"Kuralın baktığı kaynak ({told or 'yazılmamış'}) Konak'ta bir kayıt kümesine karşılık gelmiyor.")


def _tree(node: Any, names: dict[str, str]) -> Tree:
    if isinstance(node, rules.ConditionAND):
        return {"all": [_tree(one, names) for one in node.args]}
    if isinstance(node, rules.ConditionOR):
        return {"any": [_tree(one, names) for one in node.args]}
    if isinstance(node, rules.ConditionNOT):
        return {"not": _tree(node.args[0], names)}
    if isinstance(node, rules.ConditionFieldEqualsValueExpression):
        return _leaf(_column(str(node.field), names), node.value)
    if isinstance(node, rules.ConditionValueExpression):
        value = node.value
        if isinstance(value, types.SigmaString) and not value.contains_special():
            return {"field": "message", "is": "contains", "value": str(value)}
        return _leaf("message", value)
    raise Refused(f"Kuralın bir parçası ({type(node).__name__}) desteklenmiyor.")


def _column(field: str, names: dict[str, str]) -> str:
    found = names.get(field, field)
    if found not in COLUMNS:
        raise Refused(f"«{field}» alanı bu kayıt kümesinde yok; kural alınmadı.")
    return found


def _leaf(column: str, value: Any) -> Tree:
    if isinstance(value, types.SigmaNull):
        return {"field": column, "is": "missing"}
    if isinstance(value, types.SigmaExists):
        gone: Tree = {"field": column, "is": "missing"}
        return {"not": gone} if value.exists else gone
    if isinstance(value, types.SigmaCasedString):
        raise Refused("Büyük küçük harfe duyarlı karşılaştırma (cased) desteklenmiyor.")
    if isinstance(value, types.SigmaString):
        return _text(column, list(value.s))
    if isinstance(value, types.SigmaNumber):
        return {"field": column, "is": "eq", "value": str(value)}
    if isinstance(value, types.SigmaCIDRExpression):
        return {"field": column, "is": "cidr", "value": value.cidr}
    if isinstance(value, types.SigmaCompareExpression) and value.op.name in _COMPARED:
        return {"field": column, "is": _COMPARED[value.op.name], "value": str(value.number)}
    if isinstance(value, types.SigmaExpansion):
        return {"any": [_leaf(column, one) for one in value.values]}
    if isinstance(value, types.SigmaRegularExpression):
        raise Refused(f"«{column}» için düzenli ifade (re) desteklenmiyor; contains, startswith, endswith kullanın.")
    raise Refused(f"«{column}» için bu karşılaştırma ({type(value).__name__}) desteklenmiyor.")


def _text(column: str, parts: list[Any]) -> Tree:
    """Text with wildcards; the common shapes by their own names."""
    shape = [
        part if isinstance(part, str) else 0 if part == types.SpecialChars.WILDCARD_MULTI else 1 for part in parts
    ]
    plain = [part for part in shape if isinstance(part, str)]
    if len(plain) == len(shape):
        return {"field": column, "is": "eq", "value": "".join(plain)}
    if len(plain) == 1 and 1 not in shape:
        way = "contains" if shape[0] == 0 and shape[-1] == 0 else "ends" if shape[0] == 0 else "starts"
        return {"field": column, "is": way, "value": plain[0]}
    return {"field": column, "is": "pattern", "value": shape}
