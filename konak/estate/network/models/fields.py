"""Columns of PostgreSQL's `inet`: a network with its length, and one host. Values are texts as the server writes."""

import ipaddress
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import GenericIPAddressField, Lookup


class _Inet(GenericIPAddressField):  # type: ignore[type-arg]
    """Migrations see Django's own field: the column is the same, and they never import our code."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.GenericIPAddressField", args, kwargs

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)


class NetworkField(_Inet):
    """A network, "10.20.0.0/16": always with its length, never with host bits."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return value if value is None or "/" in value else f"{value}/{128 if ':' in value else 32}"

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return value
        return network_of(str(value))

    def to_python(self, value: Any) -> Any:
        return None if value is None else network_of(str(value))


class HostField(_Inet):
    """One address without a length, "10.20.0.1"."""

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return value
        return host_of(str(value))

    def to_python(self, value: Any) -> Any:
        return None if value is None else host_of(str(value))


def network_of(text: str) -> str:
    """The network in its canonical writing; host bits, zones and nonsense are a `ValidationError`."""
    try:
        return str(ipaddress.ip_network(text.strip()))
    except ValueError:
        raise ValidationError(f"«{text[:60]}» bir ağ değil; örneğin 10.20.0.0/16 yazın.") from None


def host_of(text: str) -> str:
    """The address in its canonical writing; IPv4 wrapped in IPv6 is the IPv4 address it stands for."""
    try:
        if "%" in text:
            raise ValueError
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        raise ValidationError(f"«{text[:60]}» bir IP adresi değil.") from None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


class _Compare(Lookup):
    sign = ""

    def get_prep_lookup(self) -> Any:
        value = self.rhs
        if hasattr(value, "as_sql"):
            return value
        text = str(value)
        return network_of(text) if "/" in text else host_of(text)

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s::inet", (value,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} {self.sign} {right}", (*left_params, *right_params)


@_Inet.register_lookup
class Within(_Compare):
    """Inside, or the same."""

    lookup_name, sign = "within", "<<="


@_Inet.register_lookup
class Inside(_Compare):
    """Inside, and smaller."""

    lookup_name, sign = "inside", "<<"


@_Inet.register_lookup
class Over(_Compare):
    """Around, and larger."""

    lookup_name, sign = "over", ">>"


@_Inet.register_lookup
class Around(_Compare):
    """Around, or the same."""

    lookup_name, sign = "around", ">>="
