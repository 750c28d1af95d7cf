"""The catalogue, where things stand, the things, the ledger of their movements, who holds them, who asks."""

from .asset import Asset, AssetFile, AssetState, FieldLock, Part
from .catalogue import COLLECTIONS, Account, Item, Measure, Model
from .custody import Custody, CustodyState
from .discovery import Decision, Device, Difference, Source
from .importing import AssetImport, ImportState
from .ledger import Kind, LineAsset, Lot, Movement, Receipt, ReceiptLine, Stock
from .places import Place, PlaceKind, SpendingUnit, Warehouse
from .requests import RequestLine, StockRequest

__all__ = [
    "COLLECTIONS",
    "Account",
    "Asset",
    "AssetFile",
    "AssetImport",
    "AssetState",
    "Custody",
    "CustodyState",
    "Decision",
    "Device",
    "Difference",
    "FieldLock",
    "ImportState",
    "Item",
    "Kind",
    "LineAsset",
    "Lot",
    "Measure",
    "Model",
    "Movement",
    "Part",
    "Place",
    "PlaceKind",
    "Receipt",
    "ReceiptLine",
    "RequestLine",
    "Source",
    "SpendingUnit",
    "Stock",
    "StockRequest",
    "Warehouse",
]
