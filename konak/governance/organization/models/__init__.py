from .cadre import Ceiling, Post
from .groups import Group, GroupMember, GroupRule
from .imports import ListImport
from .papers import NationalBody, Supervision, UnitDocument
from .registry import RegistryLine, RegistryTask
from .reorganisation import ApprovalRule, Change, Opinion, Reorganisation
from .words import APPROVERS, Act, BodyKind, DocumentKind, Excess, ImportKind, ImportState, StaffClass

__all__ = [
    "APPROVERS",
    "Act",
    "ApprovalRule",
    "BodyKind",
    "Ceiling",
    "Change",
    "DocumentKind",
    "Excess",
    "Group",
    "GroupMember",
    "GroupRule",
    "ImportKind",
    "ImportState",
    "ListImport",
    "NationalBody",
    "Opinion",
    "Post",
    "RegistryLine",
    "RegistryTask",
    "Reorganisation",
    "StaffClass",
    "Supervision",
    "UnitDocument",
]
