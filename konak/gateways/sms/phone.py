"""From what somebody typed to a Turkish mobile number as the service wants it: ten digits from 5 on."""

import phonenumbers
from phonenumbers import PhoneNumberType

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def mobile(text: str) -> str:
    """The ten digits of a Turkish mobile number; empty for anything else (landlines, extensions, other countries)."""
    try:
        found = phonenumbers.parse(text, "TR")
    except phonenumbers.NumberParseException:
        return ""
    if found.country_code != 90 or found.extension or not phonenumbers.is_valid_number(found):
        return ""
    if phonenumbers.number_type(found) not in MOBILE:
        return ""
    return str(phonenumbers.national_significant_number(found))
