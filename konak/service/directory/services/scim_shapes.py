"""What Konak offers by SCIM: the columns it has, no more. The schemas it publishes are drawn from these."""

from typing import Annotated, Any

from pydantic import EmailStr, Field
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

MOST_RESULTS = 200
MOST_BULK = 200
MOST_BYTES = 1024 * 1024


class Name(ComplexAttribute):
    given_name: str | None = None
    """The given name."""
    family_name: str | None = None
    """The family name."""


class Email(ComplexAttribute):
    value: EmailStr | None = None
    """The address."""
    type: str | None = None
    """Its use."""
    primary: bool | None = None
    """Whether it is the one that is written to."""


class PhoneNumber(ComplexAttribute):
    value: str | None = None
    """The number."""
    type: str | None = None
    """Its use."""
    primary: bool | None = None
    """Whether it is the one that is called."""


class Membership(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only] = None
    """The group."""
    display: Annotated[str | None, Mutability.read_only] = None
    """Its name."""


class User(Resource[AnyExtension]):
    """An account of somebody who works for the municipality."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    """The name to sign in with: lower case letters, digits, dot, hyphen, underscore."""
    name: Name | None = None
    """The parts of the name."""
    display_name: Annotated[str | None, Mutability.read_only] = None
    """The name as it is shown."""
    title: str | None = None
    """The title."""
    active: bool | None = None
    """Whether the account is open."""
    emails: list[Email] | None = None
    """Addresses; the primary one is Konak's."""
    phone_numbers: list[PhoneNumber] | None = None
    """Numbers; the primary one is Konak's."""
    groups: Annotated[list[Membership] | None, Mutability.read_only] = None
    """Groups the account is in."""


class EnterpriseUser(Extension):
    """What belongs to the work of a person."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: str | None = None
    """The registry number."""
    department: str | None = None
    """The unit as the sender names it; it places nobody."""


class GroupMember(ComplexAttribute):
    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    """The account."""
    ref: Annotated[Reference[User[Any]] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """Its address."""


class Group(Resource[Any]):
    """A group that the sender keeps."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true] = None
    """The name of the group."""
    members: list[GroupMember] | None = None
    """The accounts in it."""


CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=True, max_operations=MOST_BULK, max_payload_size=MOST_BYTES),
    filter=Filter(supported=True, max_results=MOST_RESULTS),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=True),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="API anahtarı",
            description="Bir makama bağlı Konak API anahtarı",
            primary=True,
        )
    ],
)
PROVIDER = ScimProvider(
    models=[User, EnterpriseUser, Group],
    resource_types=[ResourceType.from_resource(User[EnterpriseUser]), ResourceType.from_resource(Group)],
    config=CONFIG,
)
