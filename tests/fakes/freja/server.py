"""A fake of Freja's signature service: initSignature, getOneResult, cancel.

usage: server.py FOLDER

FOLDER gets, made afresh:
    tls-root.pem            the one root to trust for the server
    root.pem                the certificate that signs answers
    rp.pem, rp-key.pem, rp.p12 (password "qwerty123")   a relying party's
    stranger.pem, stranger-key.pem   the same name, issued by itself
Prints {"address", "control"} as a line of JSON; ends with its standard input.
README.md says what the control interface takes.
"""

import base64
import json
import os
import sys
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import evidence  # exits with 77 where python3-cryptography is missing

import details
import freja as frejas
import requests
import service
from service import Answer

BASE = '/sign/1.0/'
PARAMETERS = {
    BASE + 'initSignature': 'initSignRequest',
    BASE + 'getOneResult': 'getOneSignResultRequest',
    BASE + 'cancel': 'cancelSignRequest',
}
PEOPLE = {'astrid': frejas.ASTRID, 'bertil': frejas.BERTIL}
LIFE = 120  # seconds, where no expiry was asked for
KEPT = 600  # seconds, for the result of an ended order
PASSWORD = b'qwerty123'
QR = 'frejaeid://bindUserToTransaction?transactionReference='


def refuse(code):
    raise Answer(422, {'code': code, 'message': requests.MESSAGES[code]})


class Order:
    def __init__(self, wish, party, now):
        # A reference that has to be percent-encoded within a link.
        self.reference = base64.b64encode(b'\xfb\xff' + os.urandom(31)
                                          ).decode()
        self.wish, self.party = wish, party
        self.expires = wish.get('expiry', (now + LIFE) * 1000) / 1000
        self.status = ('STARTED' if wish['userInfoType'] == 'INFERRED'
                       else 'DELIVERED_TO_MOBILE')
        self.ended = None
        self.results = 0
        self.details = None

    @property
    def is_pending(self):
        return self.status in ('STARTED', 'DELIVERED_TO_MOBILE')

    def end(self, status, now):
        self.status, self.ended = status, now

    def pass_time(self, now):
        if self.is_pending and now > self.expires:
            self.end('EXPIRED', self.expires)

    def is_gone(self, now):
        return self.ended is not None and now - self.ended > KEPT

    def link(self):
        return QR + urllib.parse.quote(self.reference, safe='')

    def about(self):
        return {'signRef': self.reference, 'status': self.status,
                'results': self.results, 'request': self.wish}


class FrejaService(service.Service):
    def __init__(self, freja):
        super().__init__()
        self.freja = freja
        self.orders = {}
        self.last = None

    # The API.

    def check_request(self, handler, body):
        """The body is PARAMETER=BASE64 of JSON, said to be JSON."""
        if handler.path not in self.routes:
            raise Answer(404, {})
        if handler.command != 'POST':
            raise Answer(405, {})
        certificate = handler.connection.getpeercert(True)
        if service.issuer(certificate) != \
                self.freja.issuer.certificate.subject:
            refuse(1008)
        fields = urllib.parse.parse_qs((body or b'').decode('latin-1')
                                       .replace('+', '%2B'))
        given = fields.pop(PARAMETERS[handler.path], [])
        if len(given) != 1 or set(fields) - {'relyingPartyId'}:
            refuse(1000)
        if 'relyingPartyId' in fields:
            refuse(1004)  # for integrators alone
        try:
            wish = json.loads(requests.decode(given[0]) or b'')
        except ValueError:
            refuse(1010)
        if not isinstance(wish, dict):
            refuse(1010)
        return wish

    def init(self, handler, wish):
        fault = requests.fault(wish, self.now())
        if fault:
            refuse(fault)
        order = Order(wish, self.party_of(handler), self.now())
        self.orders[order.reference] = self.last = order
        return {'signRef': order.reference}

    def party_of(self, handler):
        return service.subject(handler.connection.getpeercert(True))

    def find(self, handler, wish):
        reference = wish.get('signRef')
        order = self.orders.get(reference) \
            if isinstance(reference, str) and len(wish) == 1 else None
        if order:
            order.pass_time(self.now())
        if (order is None or order.is_gone(self.now())
                or order.party != self.party_of(handler)):
            refuse(1100)
        return order

    def get_one(self, handler, wish):
        order = self.find(handler, wish)
        order.results += 1
        result = {'signRef': order.reference, 'status': order.status}
        if order.details:
            result['details'] = order.details.jws.decode()
            result['requestedAttributes'] = order.details.payload.get(
                'requestedAttributes')
        return result

    def cancel(self, handler, wish):
        order = self.find(handler, wish)
        if not order.is_pending:
            refuse(1100)
        order.end('RP_CANCELED', self.now())
        return {}

    routes = {BASE + 'initSignature': init, BASE + 'getOneResult': get_one,
              BASE + 'cancel': cancel}

    # The person, by the control interface.

    def control_routes(self):
        return {'/scan': self.scan, '/approve': self.approve,
                '/refuse': self.refuse, '/fail': self.fail,
                '/orders': self.list_orders}

    def pending(self, wish):
        order = self.orders.get(wish.get('signRef'), self.last)
        if order:
            order.pass_time(self.now())
        if order is None or not order.is_pending:
            raise Answer(409, {'error': 'no order is pending'})
        return order

    def scan(self, wish):
        for order in self.orders.values():
            order.pass_time(self.now())
            if order.link() == wish['text'] and order.is_pending:
                order.status = 'DELIVERED_TO_MOBILE'
                return {'right': True, 'signRef': order.reference}
        return {'right': False}

    def refuse(self, wish):
        self.pending(wish).end('CANCELED', self.now())
        return {}

    def fail(self, wish):
        self.pending(wish).end(wish['status'], self.now())
        return {}

    def approve(self, wish):
        """Sign: as whom, at which level, with which alteration."""
        order = self.pending(wish)
        if order.status != 'DELIVERED_TO_MOBILE':
            raise Answer(409, {'error': 'nobody has the order'})
        level = wish.get('level', 'PLUS')
        least = order.wish.get('minRegistrationLevel', 'BASIC')
        if requests.LEVELS.index(level) < requests.LEVELS.index(least):
            return {'approved': False, 'why': 'minRegistrationLevel'}
        order.details = self.make_details(
            order, PEOPLE[wish.get('person', 'astrid')], level,
            wish.get('alter', 'genuine'))
        order.end('APPROVED', self.now())
        return {'approved': True}

    def make_details(self, order, person, level, alteration):
        data = order.wish['dataToSign']
        recipe = details.Recipe(
            self.freja, base64.b64decode(data.get('binaryData', '')),
            base64.b64decode(data['text']), person, order.reference,
            order.wish.get('minRegistrationLevel', 'BASIC'),
            self.attributes(order, person, level))
        recipe.payload['timestamp'] = int(time.time() * 1000)
        recipe.payload['signatureType'] = order.wish['signatureType']
        for member in ('userInfoType', 'userInfo'):
            recipe.payload[member] = order.wish[member]
        if 'binaryData' not in data:
            del recipe.user['binaryData']
        evidence.carry_out(recipe, alteration)
        return recipe

    def attributes(self, order, person, level):
        """Those that were asked for, and that the person has."""
        everything = details.attributes_of(person, level)
        everything.update({'loaLevel': {'PLUS': 'LOA3', 'EXTENDED': 'LOA2',
                                        'BASIC': 'LOA1'}[level],
                           'emailAddress': 'somebody@example.org'})
        names = {'BASIC_USER_INFO': 'basicUserInfo', 'SSN': 'ssn',
                 'DATE_OF_BIRTH': 'dateOfBirth', 'LOA_LEVEL': 'loaLevel',
                 'REGISTRATION_LEVEL': 'registrationLevel',
                 'RELYING_PARTY_USER_ID': 'relyingPartyUserId',
                 'EMAIL_ADDRESS': 'emailAddress'}
        asked = [names.get(requests.attribute_name(each)) for each in
                 order.wish.get('attributesToReturn', [])]
        return {name: everything[name] for name in asked if name}

    def list_orders(self, _):
        for order in self.orders.values():
            order.pass_time(self.now())
        return {'orders': [order.about() for order in self.orders.values()]}


def make_files(folder, freja):
    """Write what a test needs; returns the TLS context."""
    import authority
    party = freja.relying_party('P2P ID Test')
    stranger = authority.issue(
        [(each.oid, each.value) for each in party.certificate.subject],
        freja.ring.key('stranger'), None, freja.usual,
        [(authority.usage('digital_signature'), True)])
    server = authority.issue_server(
        'fake of Freja', ['127.0.0.1', 'localhost'], freja.ring.key('tls'),
        freja.issuer, freja.usual)
    service.write_holder(folder, 'tls', server, [freja.issuer])
    service.write_holder(folder, 'rp', party, [freja.issuer])
    service.write_holder(folder, 'stranger', stranger)
    service.write(folder, 'rp.p12', party.pkcs12(PASSWORD, [freja.issuer]))
    service.write(folder, 'tls-root.pem', freja.root.pem)
    service.write(folder, 'root.pem', freja.signer().pem)
    return service.make_context(folder, 'tls', [freja.root, freja.issuer])


def main(folder):
    os.makedirs(folder, exist_ok=True)
    freja = frejas.Freja(int(time.time()))
    service.serve(FrejaService(freja), make_files(folder, freja))


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
