"""An operator's server: HTTPS that asks for a client certificate, and beside
it a control interface without TLS, by which a test plays the person.

The program prints a line of JSON, {"address", "control"}, and ends when its
standard input does, so that it never outlives the test that started it.
"""

import http.server
import ipaddress
import json
import os
import socket
import ssl
import sys
import threading
import time

PATIENCE = 5  # in seconds, for a request to arrive whole
REQUEST_MAX = 1 << 20


class Answer(Exception):
    """An answer that ends the handling of a request."""

    def __init__(self, status, body, headers=None, raw=None):
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = headers or {}
        self.raw = raw


class Lie:
    """An answer that no operator should give, for the next requests to a
    path; or the right one, but late."""

    def __init__(self, wish):
        self.path = wish['path']
        self.times = wish.get('times', 1)
        self.close = wish.get('close', False)
        self.hang = wish.get('hang', 0)
        self.late = wish.get('late', 0)
        body = wish.get('body', '') + ' ' * wish.get('size', 0)
        self.answer = Answer(wish.get('status', 200), None, raw=body.encode())
        self.type = wish.get('type', 'application/json')


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        """Nothing is said; the control interface has the log."""

    def read_body(self):
        try:
            size = int(self.headers.get('Content-Length', '0'))
        except ValueError:
            size = REQUEST_MAX + 1
        if size > REQUEST_MAX:
            raise Answer(413, {})
        try:
            return self.rfile.read(size)
        except TimeoutError:
            self.close_connection = True
            return None

    def send(self, answer, kind='application/json'):
        content = answer.raw if answer.raw is not None \
            else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(content)))
        for name, value in answer.headers.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    def answer_request(self):
        service = self.server.service
        body = self.read_body()
        lie = service.next_lie(self.path)
        if lie and lie.late:
            time.sleep(lie.late)
        elif lie:
            time.sleep(lie.hang)
            if lie.close:
                self.close_connection = True
                return
            self.send(lie.answer, lie.type)
            return
        self.send(service.answer(self, body))

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (OSError, ssl.SSLError):
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer_request


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, listen, service, context=None):
        super().__init__(listen, Handler)
        self.service = service
        self.context = context

    def finish_request(self, request, client_address):
        request.settimeout(PATIENCE)
        if self.context is None:
            Handler(request, client_address, self)
            return
        connection = self.context.wrap_socket(
            request, server_side=True, do_handshake_on_connect=False)
        try:
            connection.do_handshake()
            Handler(connection, client_address, self)
        except (OSError, ssl.SSLError):
            self.hear_out(connection)
        finally:
            connection.close()

    def hear_out(self, connection):
        """No client certificate that we take. Closing before the client has
        said all would reset the connection, and our alert could be lost."""
        try:
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(REQUEST_MAX):
                pass
        except OSError:
            pass

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        if not isinstance(error, (OSError, ssl.SSLError)):
            super().handle_error(request, client_address)


class Service:
    """What a fake is: it answers requests by `routes`, under one lock.

    A subclass has check_request (handler, body), which raises an Answer for
    a request that is not of the API's form and else returns what was asked,
    and a method for each path of `routes`.
    """

    routes = {}

    def __init__(self):
        self.lock = threading.Lock()
        self.offset = 0
        self.lies = []
        self.log = []

    def now(self):
        """Seconds; a test lets time pass by POST /advance."""
        return time.time() + self.offset

    def next_lie(self, path):
        with self.lock:
            for lie in self.lies:
                if path.endswith(lie.path) and lie.times:
                    lie.times -= 1
                    self.note(path, 'late' if lie.late else 'lie')
                    return lie
        return None

    def note(self, path, status):
        self.log.append({'at': time.time(), 'path': path, 'status': status})

    def answer(self, handler, body):
        with self.lock:
            try:
                wish = self.check_request(handler, body)
                result = self.routes[handler.path](self, handler, wish)
                answer = Answer(200, result)
            except Answer as raised:
                answer = raised
            self.note(handler.path, answer.status)
        return answer


class Control:
    """The control interface of a service: POST with JSON, or GET."""

    def __init__(self, service):
        self.service = service
        self.routes = {'/advance': self.advance, '/lie': self.lie,
                       '/log': self.get_log, **service.control_routes()}

    def advance(self, wish):
        self.service.offset += wish['seconds']
        return {}

    def lie(self, wish):
        self.service.lies = [Lie(each) for each in wish['lies']]
        return {}

    def get_log(self, _):
        return {'log': self.service.log}

    def next_lie(self, _):
        return None

    def answer(self, handler, body):
        route = self.routes.get(handler.path)
        if route is None:
            return Answer(404, {'error': 'no such control'})
        with self.service.lock:
            try:
                return Answer(200, route(json.loads(body or b'{}')))
            except Answer as raised:
                return raised
            except (KeyError, ValueError, TypeError) as error:
                return Answer(400, {'error': repr(error)})


def make_context(folder, server, clients):
    """TLS with our certificate, for those who have one by clients."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(os.path.join(folder, server + '.pem'),
                            os.path.join(folder, server + '-key.pem'))
    context.load_verify_locations(
        cadata='\n'.join(each.pem.decode() for each in clients))
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def write(folder, name, content, mode=0o600):
    path = os.path.join(folder, name)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode),
              'wb') as file:
        file.write(content)


def write_holder(folder, name, holder, chain=()):
    write(folder, name + '.pem', holder.pem
          + b''.join(each.pem for each in chain))
    write(folder, name + '-key.pem', holder.key_pem)


def subject(certificate):
    """The subject of a client certificate in DER, as {oid: text}."""
    from cryptography import x509
    parsed = x509.load_der_x509_certificate(certificate)
    return {attribute.oid.dotted_string: attribute.value
            for attribute in parsed.subject}


def issuer(certificate):
    from cryptography import x509
    return x509.load_der_x509_certificate(certificate).issuer


def is_address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def serve(service, context):
    """Serve until standard input ends."""
    servers = [Server(('127.0.0.1', 0), service, context),
               Server(('127.0.0.1', 0), Control(service))]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({
        'address': 'https://127.0.0.1:%d' % servers[0].server_port,
        'control': 'http://127.0.0.1:%d' % servers[1].server_port,
    }), flush=True)
    sys.stdin.read()
