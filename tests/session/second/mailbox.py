"""§10: one side of a mailbox on a relay."""

import http.client
import secrets

from conventions import Refused, base64url, json_object

LINES = {'http': http.client.HTTPConnection,
         'https': http.client.HTTPSConnection}
OTHER = {'h': 'g', 'g': 'h'}
WAIT = 25


class Mailbox:
    """Before anything else one of the three that say which one it is."""

    def __init__(self, origin):
        scheme, address = origin.split('://')
        self.line = LINES[scheme](address, timeout=2 * WAIT)
        self.side = self.name = self.token = None
        self.sent = self.heard = 0

    def open_code(self):
        """The nameplate of a new one, whose host this is."""
        answer = json_object(self._ask('POST', '/v1/code', (201,)))
        self._enter('h', answer['mailbox'], answer['token'])
        return answer['nameplate']

    def claim_code(self, nameplate):
        answer = json_object(self._ask('POST', '/v1/code/' + nameplate,
                                       (200,)))
        self._enter('g', answer['mailbox'], answer['token'])

    def use(self, side, name):
        """The one of an invitation."""
        self._enter(side, name, base64url(secrets.token_bytes(32)))

    def _enter(self, side, name, token):
        self.side, self.name, self.token = side, name, token

    def put(self, message):
        self._ask('PUT', self._slot(self.side, self.sent), (201, 200), message)
        self.sent += 1

    def get(self):
        """The other's next message, however long it takes."""
        message = b''
        while not message:
            message = self._ask('GET', '%s?wait=%d' % (
                self._slot(OTHER[self.side], self.heard), WAIT), (200, 204))
        self.heard += 1
        return message

    def delete(self):
        self._ask('DELETE', '/v1/box/' + self.name, (204,))

    def _slot(self, side, number):
        return '/v1/box/%s/%s/%d' % (self.name, side, number)

    def _ask(self, method, path, good, message=None):
        """The body of a good answer; the word of any other is refused."""
        headers = {}
        if self.token:
            headers['Authorization'] = 'Bearer ' + self.token
        if message:
            headers['Content-Type'] = 'application/octet-stream'
        self.line.request(method, path, message, headers)
        answer = self.line.getresponse()
        body = answer.read()
        if answer.getheader('P2PID-Crowded'):
            raise Refused('crowded')
        if answer.status not in good:
            raise Refused(json_object(body)['error'])
        return body
