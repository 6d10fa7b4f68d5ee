"""A fake of BankID's relying party API 6.0: auth, sign, collect, cancel.

usage: server.py FOLDER

FOLDER gets, made afresh:
    tls-root.pem            the one root to trust for the server
    root.pem                the root of people's certificates
    rp.pem, rp-key.pem, rp.p12 (password "qwerty123")   a relying party's
    stranger.pem, stranger-key.pem   the same name, issued by itself
    person.pem, person-key.pem       a certificate that is no relying party's
Prints {"address", "control"} as a line of JSON; ends with its standard input.
README.md says what the control interface takes.
"""

import base64
import json
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import evidence  # exits with 77 where python3-cryptography is missing

import alter_certificates
import authority
import bank as banks
import orders
import requests
import service
import signature
from service import Answer

BASE = '/rp/v6.0/'
PEOPLE = {'astrid': banks.ASTRID, 'bertil': banks.BERTIL}
KINDS = {'file': banks.FILE, 'card': banks.CARD, 'mobile': banks.MOBILE}
PASSWORD = b'qwerty123'
PARTY = ('P2P ID Test', 'P2P ID Test', '5560000167')

DETAILS = {
    401: ('unauthorized', 'The relying party has no access'),
    404: ('notFound', 'No such path'),
    405: ('methodNotAllowed', 'Only POST is allowed'),
    408: ('requestTimeout', 'The request took too long to arrive'),
    415: ('unsupportedMediaType', 'application/json without a parameter'),
}


def refuse(status):
    code, details = DETAILS[status]
    raise Answer(status, {'errorCode': code, 'details': details})


def invalid(details):
    raise Answer(400, {'errorCode': 'invalidParameters', 'details': details})


def matches(policy, wanted):
    return any(policy == each or each.endswith('.*')
               and policy.startswith(each[:-1]) for each in wanted)


class BankID(service.Service):
    def __init__(self, bank):
        super().__init__()
        self.bank = bank
        self.orders = {}
        self.last = None
        self.relying_parties = bank.relying_parties.certificate.subject

    # The API.

    def check_request(self, handler, body):
        """The checks that all methods have, in the order of the errors."""
        if handler.path not in self.routes:
            refuse(404)
        certificate = handler.connection.getpeercert(True)
        if service.issuer(certificate) != self.relying_parties:
            refuse(401)
        if handler.command != 'POST':
            refuse(405)
        if handler.headers.get('Content-Type') != 'application/json':
            refuse(415)
        if body is None:
            refuse(408)
        try:
            wish = json.loads(body)
        except ValueError:
            invalid('Not JSON')
        if not isinstance(wish, dict):
            invalid('Not a JSON object')
        return wish

    def begin(self, kind, handler, wish):
        complaint = requests.complaint(kind, wish)
        if complaint:
            invalid(complaint)
        order = orders.Order(kind, wish, self.party_of(handler), self.now())
        self.cancel_others(order)
        self.orders[order.reference] = order
        self.last = order
        return order.started()

    def cancel_others(self, order):
        """Two orders for one person end both."""
        for other in self.orders.values():
            other.pass_time(self.now())
            if (other.status == 'pending' and order.personal_number
                    and other.personal_number == order.personal_number):
                other.end('failed', 'cancelled', self.now())
                raise Answer(400, {'errorCode': 'alreadyInProgress',
                                   'details': 'Order already in progress'})

    def party_of(self, handler):
        """The relying party as srvInfo names it, and as people see it."""
        names = service.subject(handler.connection.getpeercert(True))
        return ('cn=%s,name=%s,serialNumber=%s,o=%s,c=%s' % tuple(
            names[oid] for oid in ('2.5.4.3', '2.5.4.41', '2.5.4.5',
                                   '2.5.4.10', '2.5.4.6')),
                names['2.5.4.41'])

    def auth(self, handler, wish):
        return self.begin('auth', handler, wish)

    def sign(self, handler, wish):
        return self.begin('sign', handler, wish)

    def find(self, handler, wish):
        """The order of a collect or cancel, which only its own relying party
        can name."""
        if set(wish) != {'orderRef'}:
            invalid('orderRef is what is asked for')
        order = self.orders.get(wish['orderRef']) \
            if isinstance(wish['orderRef'], str) else None
        if order:
            order.pass_time(self.now())
        if (order is None or order.is_gone(self.now())
                or order.party != self.party_of(handler)):
            invalid('No such order')
        return order

    def collect(self, handler, wish):
        order = self.find(handler, wish)
        last, order.collected_at = order.collected_at, time.monotonic()
        if last and order.collected_at - last < orders.COLLECT_APART:
            raise Answer(429, {'errorCode': 'tooManyRequests',
                               'details': 'Collect every two seconds'},
                         {'RateLimit-Limit': 1, 'RateLimit-Remaining': 0,
                          'RateLimit-Reset': 1})
        order.collects += 1
        order.handed_over = order.status != 'pending'
        return order.state()

    def cancel(self, handler, wish):
        order = self.find(handler, wish)
        if order.status != 'pending':
            invalid('No such order')
        order.end('failed', 'cancelled', self.now())
        order.handed_over = True
        return {}

    routes = {BASE + 'auth': auth, BASE + 'sign': sign,
              BASE + 'collect': collect, BASE + 'cancel': cancel}

    # The person, by the control interface.

    def control_routes(self):
        return {'/scan': self.scan, '/start': self.start,
                '/hint': self.set_hint, '/approve': self.approve,
                '/refuse': self.refuse, '/fail': self.fail,
                '/orders': self.list_orders}

    def pending(self, wish):
        """The order that a wish names, or the last one, still pending."""
        order = self.orders.get(wish.get('orderRef'), self.last)
        if order:
            order.pass_time(self.now())
        if order is None or order.status != 'pending':
            raise Answer(409, {'error': 'no order is pending'})
        return order

    def scan(self, wish):
        """Read a QR code: whether it is right, and how old."""
        for order in self.orders.values():
            order.pass_time(self.now())
            age = int(self.now() - order.begun)
            for seconds in range(age + 2):
                if order.qr(seconds) == wish['text']:
                    right = (order.status == 'pending'
                             and age - seconds <= orders.QR_AGE_MAX)
                    if right:
                        order.pick_up('userSign', True)
                    return {'right': right, 'age': age - seconds,
                            'orderRef': order.reference}
        return {'right': False}

    def start(self, wish):
        """Open a start link on the same computer."""
        for order in self.orders.values():
            order.pass_time(self.now())
            if wish['link'] in order.links() and order.status == 'pending':
                order.pick_up(wish.get('hintCode', 'userSign'), False)
                return {'right': True, 'orderRef': order.reference}
        return {'right': False}

    def set_hint(self, wish):
        self.pending(wish).hint = wish['hintCode']
        return {}

    def refuse(self, wish):
        self.pending(wish).end('failed', 'userCancel', self.now())
        return {}

    def fail(self, wish):
        self.pending(wish).end('failed', wish['hintCode'], self.now())
        return {}

    def approve(self, wish):
        """Sign: as whom, with which BankID, with which alteration."""
        order = self.pending(wish)
        person = PEOPLE[wish.get('person', 'astrid')]
        kind = KINDS[wish.get('kind', 'mobile')]
        wanted = order.wish.get('requirement', {}).get('certificatePolicies')
        if not order.scanned and order.hint != 'userSign' \
                and not order.personal_number:
            raise Answer(409, {'error': 'nobody has the order'})
        if order.personal_number not in (None, person.number):
            return {'approved': False, 'why': 'personalNumber'}
        if wanted and not matches(kind, wanted):
            order.hint = 'started'
            return {'approved': False, 'why': 'certificatePolicies'}
        order.completion = self.complete(order, person, kind,
                                         wish.get('alter', 'genuine'))
        order.end('complete', None, self.now())
        return {'approved': True}

    def complete(self, order, person, kind, alteration):
        hidden = order.wish.get('userNonVisibleData')
        recipe = signature.Recipe(
            self.bank, hidden and base64.b64decode(hidden),
            base64.b64decode(order.wish.get('userVisibleData', '')),
            person=person, relying_party=order.party[0],
            display_name=order.party[1])
        recipe.at = int(time.time())
        if kind == banks.MOBILE:
            alter_certificates.mobile(recipe)
        elif kind == banks.CARD:
            alter_certificates.card(recipe)
        if order.kind == 'auth':
            recipe.function = 'Identification'
        if order.wish.get('userVisibleDataFormat') == 'simpleMarkdownV1':
            recipe.visible = {'charset': 'UTF-8',
                              'format': 'simpleMarkdownV1',
                              'visible': 'wysiwys'}
        evidence.carry_out(recipe, alteration)
        return self.completion_data(order, person, recipe)

    def completion_data(self, order, person, recipe):
        issued = time.strftime('%Y-%m-%dZ', time.gmtime(
            recipe.at - 30 * authority.DAY))
        data = {
            'user': {'personalNumber': person.number, 'name': person.name,
                     'givenName': person.given_name,
                     'surname': person.family_name},
            'device': {'ipAddress': order.wish['endUserIp'],
                       'uhi': 'c1MmTqfmsYhzXQyW2LtMiYJmLZs='},
            'bankIdIssueDate': issued,
            'stepUp': ({'mrtd': True} if order.wish.get(
                'requirement', {}).get('mrtd') else None),
            'signature': base64.b64encode(recipe.xml).decode(),
            'ocspResponse': base64.b64encode(recipe.ocsp).decode(),
        }
        if order.wish.get('returnRisk'):
            data['risk'] = 'low'
        return data

    def list_orders(self, _):
        for order in self.orders.values():
            order.pass_time(self.now())
        return {'orders': [order.about() for order in self.orders.values()]}


def make_stranger(bank):
    """A certificate with a relying party's name, issued by itself."""
    true = bank.relying_party(*PARTY).certificate
    return authority.issue([(each.oid, each.value) for each in true.subject],
                           bank.ring.key('stranger'), None, bank.usual,
                           [(authority.usage('digital_signature'), True)])


def make_server(bank):
    """The server's root and certificate."""
    root = authority.issue_authority(
        [(authority.ORGANISATION, 'Finansiell ID-Teknik BID AB'),
         (authority.UNIT, 'Infrastructure CA'),
         (authority.COMMON_NAME, 'Test BankID SSL Root CA v1 Test')],
        bank.ring.key('tls root'), None, bank.long)
    return root, authority.issue_server(
        'fake of BankID', ['127.0.0.1', 'localhost'], bank.ring.key('tls'),
        root, bank.usual)


def make_files(folder, bank):
    """Write what a test needs; returns the TLS context."""
    root, server = make_server(bank)
    party = bank.relying_party(*PARTY)
    person = bank.leaf(banks.BERTIL, usage='digital_signature')
    service.write_holder(folder, 'tls', server)
    service.write_holder(folder, 'rp', party, [bank.relying_parties])
    service.write_holder(folder, 'stranger', make_stranger(bank))
    service.write_holder(folder, 'person', person, [bank.customer()])
    service.write(folder, 'rp.p12', party.pkcs12(PASSWORD,
                                                 [bank.relying_parties]))
    service.write(folder, 'tls-root.pem', root.pem)
    service.write(folder, 'root.pem', bank.root.pem)
    return service.make_context(folder, 'tls', [
        bank.root, bank.bank, bank.relying_parties, bank.customer()])


def main(folder):
    os.makedirs(folder, exist_ok=True)
    bank = banks.Bank(int(time.time()), bits=2048)
    service.serve(BankID(bank), make_files(folder, bank))


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
