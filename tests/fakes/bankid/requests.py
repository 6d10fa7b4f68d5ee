"""What BankID's relying party API 6.0 asks of a request's fields.

Each check returns a complaint or None; a complaint becomes 400
invalidParameters.
"""

import base64
import re

import service

VISIBLE_MAX = {'auth': 1500, 'sign': 40000}
HIDDEN_MAX = {'auth': 1500, 'sign': 200000}


def is_text(low, high):
    return lambda value: isinstance(value, str) and low <= len(value) <= high


def is_one_of(*values):
    return lambda value: isinstance(value, str) and value in values


def is_bool(value):
    return isinstance(value, bool)


def is_number_of_person(value):
    return isinstance(value, str) and bool(re.fullmatch(r'[0-9]{12}', value))


def is_policy_list(value):
    """OIDs; one may end in a wildcard from position 5 on."""
    return (isinstance(value, list) and bool(value)
            and all(isinstance(each, str) and re.fullmatch(
                r'[0-9]+(\.[0-9]+)+|([0-9]+\.){4,}\*', each)
                for each in value))


def is_base64(most):
    def check(value):
        if not isinstance(value, str) or not 1 <= len(value) <= most:
            return False
        try:
            base64.b64decode(value, validate=True).decode()
        except ValueError:
            return False
        return True
    return check


def is_base64_bytes(most):
    def check(value):
        if not isinstance(value, str) or not 1 <= len(value) <= most:
            return False
        try:
            base64.b64decode(value, validate=True)
        except ValueError:
            return False
        return True
    return check


def is_object(fields):
    def check(value):
        return (isinstance(value, dict)
                and all(name in fields and fields[name](value[name])
                        for name in value))
    return check


REQUIREMENT = is_object({
    'cardReader': is_one_of('class1', 'class2'),
    'certificatePolicies': is_policy_list,
    'mrtd': is_bool,
    'personalNumber': is_number_of_person,
    'pinCode': is_bool,
    'risk': is_one_of('low', 'moderate'),
})
WEB = is_object({
    'referringDomain': is_text(3, 253),
    'userAgent': is_text(1, 256),
    'deviceIdentifier': is_text(1, 64),
})
APP = is_object({
    'appIdentifier': is_text(1, 256),
    'deviceOS': is_text(1, 256),
    'deviceModelName': is_text(1, 256),
    'deviceIdentifier': is_text(1, 64),
})


def fields_of(kind):
    return {
        'endUserIp': lambda value: isinstance(value, str)
        and service.is_address(value),
        'userVisibleData': is_base64(VISIBLE_MAX[kind]),
        'userNonVisibleData': is_base64_bytes(HIDDEN_MAX[kind]),
        'userVisibleDataFormat': is_one_of('plaintext', 'simpleMarkdownV1'),
        'requirement': REQUIREMENT,
        'returnUrl': is_text(1, 512),
        'returnRisk': is_bool,
        'web': WEB,
        'app': APP,
    }


REQUIRED = {'auth': ('endUserIp',), 'sign': ('endUserIp', 'userVisibleData')}
FIELDS = {kind: fields_of(kind) for kind in REQUIRED}


def complaint(kind, wish):
    """What is wrong with an auth or sign request; None for nothing."""
    for name in REQUIRED[kind]:
        if name not in wish:
            return 'Missing %s' % name
    for name, value in wish.items():
        check = FIELDS[kind].get(name)
        if check is None:
            return 'Unknown parameter %s' % name
        if not check(value):
            return 'Invalid %s' % name
    if 'web' in wish and 'app' in wish:
        return 'Both web and app'
    return None
