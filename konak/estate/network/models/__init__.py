"""What the network branch keeps: address space, requests for it, and who was seen behind an address."""

from .fields import HostField, NetworkField, host_of, network_of
from .request import AddressRequest
from .space import (
    Address,
    AddressRole,
    AddressStatus,
    Aggregate,
    IpRange,
    Prefix,
    PrefixStatus,
    RangeStatus,
    Vlan,
    VlanGroup,
    VlanStatus,
    Vrf,
)
from .use import AddressUse, Upload, UploadKind

__all__ = [
    "Address",
    "AddressRequest",
    "AddressRole",
    "AddressStatus",
    "AddressUse",
    "Aggregate",
    "HostField",
    "IpRange",
    "NetworkField",
    "Prefix",
    "PrefixStatus",
    "RangeStatus",
    "Upload",
    "UploadKind",
    "Vlan",
    "VlanGroup",
    "VlanStatus",
    "Vrf",
    "host_of",
    "network_of",
]
