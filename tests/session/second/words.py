"""§2 and §3: what people hand over, spoken codes and invitations."""

import ipaddress
import re

from conventions import Refused, base64url, base64url_decode

DAMM = '''
0317598642 7092154863 4206871359 1750983426 6123045978
3674209581 5869720134 8945362017 9438617205 2581436790
'''.split()

SKIPPED = ' \t\r\n\u00a0\u2007\u202f-\u2010\u2011\u2012\u2013\u2014\u2212.'


def damm(digits):
    interim = 0
    for digit in digits:
        interim = int(DAMM[interim][int(digit)])
    return interim


def nameplate_size(first):
    return 2 if first in '012345' else 4 if first in '678' else 6


def code_write(nameplate, secret):
    return nameplate + secret + str(damm(nameplate + secret))


def code_spoken(digits):
    return ' '.join(digits[i:i + 2] for i in range(0, len(digits), 2))


def code_read(text):
    """Nameplate and secret of what somebody typed."""
    digits = ''.join(char for char in text if char not in SKIPPED)
    if not re.fullmatch('[0-9]*', digits):
        raise Refused('format')
    if not digits or len(digits) != nameplate_size(digits[0]) + 6:
        raise Refused('size')
    if damm(digits) != 0:
        raise Refused('check-digit')
    return digits[:-6], digits[-6:-1]


ORIGIN_MAX = 200
LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
NAME = r'(?:%s\.)*(?=[a-z])%s' % (LABEL, LABEL)
NUMBER = '(?:0|[1-9][0-9]{0,2})'
IPV4 = r'%s(?:\.%s){3}' % (NUMBER, NUMBER)
ORIGIN = re.compile(r'(https?)://(%s|%s|\[[0-9a-f:.]+\])(?::([1-9][0-9]{0,4}))?'
                    % (NAME, IPV4))
USUAL_PORT = {'https': 443, 'http': 80}
AT_HOME = [ipaddress.ip_network(net) for net in (
    '127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16',
    '169.254.0.0/16', '::1/128', 'fe80::/10', 'fc00::/7')]
IPV4_INSIDE = [ipaddress.ip_network(net)
               for net in ('::ffff:0:0/96', '::/96')]
LOOPBACK6 = ipaddress.ip_address('::1')


def _address(host):
    """The host as an address; None where it is a name."""
    try:
        if host[0] == '[':
            address = ipaddress.IPv6Address(host[1:-1])
            if address != LOOPBACK6 and \
                    any(address in net for net in IPV4_INSIDE):
                raise Refused('format')
            return address
        if host[-1].isdigit() and re.fullmatch(IPV4, host):
            return ipaddress.IPv4Address(host)
    except ValueError:
        raise Refused('format') from None
    return None


def _may_be_open(host, address):
    if address is not None:
        return any(address in net for net in AT_HOME
                   if net.version == address.version)
    return host == 'localhost' or host.endswith('.local')


def origin_normal(text):
    """The normal form of an address as a user types it."""
    text = text.encode().lower().decode()  # ASCII letters only
    text = text[:-1] if text.endswith('/') else text
    match = ORIGIN.fullmatch(text)
    if not match:
        raise Refused('format')
    scheme, host, port = match.groups()
    address = _address(host)
    if scheme == 'http' and not _may_be_open(host, address):
        raise Refused('format')
    if address is not None and address.version == 6:
        host = '[%s]' % address
    if port and int(port) > 65535:
        raise Refused('format')
    normal = scheme + '://' + host
    if port and int(port) != USUAL_PORT[scheme]:
        normal += ':' + port
    if len(normal) > ORIGIN_MAX:
        raise Refused('format')
    return normal


INVITATION_MAX = 300


def invitation_write(origin, secret):
    """URI and link."""
    relay = origin[len('https://'):] if origin.startswith('https://') \
        else origin
    text = base64url(secret)
    return 'p2pid:1?r=%s&s=%s' % (relay, text), \
        '%s/i#1.%s' % (origin, text)


def invitation_read(text):
    """Origin and secret of either text."""
    text = text.strip(' \t\r\n')
    if len(text) > INVITATION_MAX or not text.isascii():
        raise Refused('format')
    uri = re.fullmatch(r'(?i:p2pid):([0-9]+)\?(.*)', text, re.S)
    link = re.fullmatch(r'(https?://[^#]*)/i#([0-9]+)\.(.*)', text, re.S)
    if uri:
        number, rest = uri.groups()
        members = re.fullmatch('r=([^&]*)&s=([^&]*)', rest)
        relay, secret = members.groups() if members else ('', '')
        origin = relay if relay.startswith('http://') else 'https://' + relay
    elif link:
        origin, number, secret = link.groups()
    else:
        raise Refused('format')
    if link and origin_normal(origin) != origin:
        raise Refused('format')
    if number != '1':
        raise Refused('format' if number[0] == '0' else 'version')
    if origin_normal(origin) != origin:
        raise Refused('format')
    secret = base64url_decode(secret)
    if len(secret) != 32:
        raise Refused('format')
    return origin, secret
