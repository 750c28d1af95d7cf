"""What a person fills in about software, licences, inventories and what is done about them."""

from .catalogue import DecideForm, ProductForm, RuleForm, VersionForm
from .intake import BringForm, ComputerForm
from .licence import AssignForm, CancelForm, LicenceForm, ProofForm, RenewalForm
from .work import ApartForm, NothingForm, RoundForm, WhyForm

__all__ = [
    "ApartForm",
    "AssignForm",
    "BringForm",
    "CancelForm",
    "ComputerForm",
    "DecideForm",
    "LicenceForm",
    "NothingForm",
    "ProductForm",
    "ProofForm",
    "RenewalForm",
    "RoundForm",
    "RuleForm",
    "VersionForm",
    "WhyForm",
]
