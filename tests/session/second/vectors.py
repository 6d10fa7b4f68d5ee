"""Holds this implementation, written from PROTOCOL.md alone, against
tests/vectors: what it does not reproduce from them, the document does not
say, or not rightly.

    vectors.py FOLDER
"""

import json
import os
import sys

import binding
import records
import role
import statement
import texts
import words
from channel import CodeChannel, InvitationChannel
from conventions import Refused, base64url, base64url_decode, lv_cat
from conversation import Conversation, sign_presentation, sign_receipt, \
    verify_receipt
from primitives import ed25519_public

ANCHORS = {binding.TEST_FINGERPRINT}
checks = 0


def same(got, wanted, what):
    global checks
    checks += 1
    if got != wanted:
        sys.exit('%s:\n  got    %r\n  wanted %r' % (what, got, wanted))


def refusal(call, *args):
    """Why a call refuses; what it returned where it does not."""
    try:
        return call(*args)
    except Refused as refused:
        return refused.why


# wire.json

def check_codes(vectors):
    for code in vectors['codes']:
        nameplate, secret = code['nameplate'], code['secret']
        same(words.code_write(nameplate, secret), code['digits'], 'code')
        same(words.code_spoken(code['digits']), code['spoken'], 'pairs')
        for text in code['digits'], code['spoken'], \
                '\u2014'.join(code['digits']) + '.\n':
            same(words.code_read(text), (nameplate, secret), text)
    for text, why in vectors['bad-codes']:
        same(refusal(words.code_read, text), why, text)


def check_slips(vectors):
    """§2: which slips are told, for every digit and every neighbour."""
    for code in vectors['codes']:
        right = code['digits']
        slips = [right[:i] + str(digit) + right[i + 1:]
                 for i in range(len(right)) for digit in range(10)]
        slips += [right[:i] + right[i + 1] + right[i] + right[i + 2:]
                  for i in range(len(right) - 1)]
        for slip in slips:
            if slip != right:
                same(refusal(words.code_read, slip) in
                     ('size', 'check-digit'), True, slip)


def check_invitations(vectors):
    for typed, normal in vectors['origins']:
        same(words.origin_normal(typed), normal, typed)
    for typed in vectors['bad-origins']:
        same(refusal(words.origin_normal, typed), 'format', typed)
    for invitation in vectors['invitations']:
        origin = invitation['origin']
        secret = bytes.fromhex(invitation['secret'])
        pair = invitation['uri'], invitation['link']
        same(words.invitation_write(origin, secret), pair, origin)
        for text in pair + (' P2PID' + pair[0][5:] + '\n',):
            same(words.invitation_read(text), (origin, secret), text)
    for text, why in vectors['bad-invitations']:
        same(refusal(words.invitation_read, text), why, text)


def check_records(vectors):
    for record in vectors['records']:
        body = record['body'].encode()
        whole = bytes.fromhex(record['frame']) + bytes(record['zeros'])
        same(records.TYPES[record['name']], record['type'], record['name'])
        same(records.frame(record['name'], body), whole, 'frame')
        same(records.unframe(whole), (record['name'], body), 'unframe')
        members = records.body_read(record['name'], body)
        same(records.body_write(**members), body, 'body')
        for spoilt in whole + bytes(records.BLOCK), whole[:-1], \
                whole[:-1] + b'\1', b'':
            same(refusal(records.unframe, spoilt), 'format', 'spoilt frame')
    for kind, body, why in vectors['bad-bodies']:
        frame = bytes([kind]) + len(body.encode()).to_bytes(2, 'big') \
            + body.encode()
        frame += bytes(-len(frame) % records.BLOCK)
        same(refusal(lambda: records.body_read(*records.unframe(frame))),
             why, body)


def check_texts(vectors):
    for entry in vectors['texts']:
        try:
            fits = texts.is_text(bytes.fromhex(entry['text']).decode())
        except UnicodeDecodeError:
            fits = False
        same(fits, entry['fits'], entry['text'])


# binding.json

FACTS = {'name': 'name', 'given-name': 'given_name',
         'family-name': 'family_name', 'birthdate': 'birthdate',
         'personal-number': 'personal_administrative_number'}


def check_binding(vectors):
    key = ed25519_public(bytes.fromhex(vectors['seed']))
    same(key.hex(), vectors['key'], 'identity key')
    same(ed25519_public(binding.TEST_SEED).hex(), binding.TEST_KEY,
         'TEST issuer')
    random = bytearray.fromhex(vectors['random'])

    def draw(size):
        drawn = bytes(random[:size])
        del random[:size]
        return drawn

    person = [(FACTS[name], value)
              for name, value in vectors['person'].items()]
    evidence = binding.issue(key, person, vectors['now'],
                             vectors['lifetime'], draw)
    same(evidence, vectors['evidence'], 'evidence')
    same(len(random), 0, 'randomness left')
    shown = binding.show_only(evidence,
                              [FACTS[name] for name in vectors['shown']])
    same(shown, vectors['shown-evidence'], 'shown evidence')
    for text, hash_, facts in (
            (evidence, 'hash', dict(person)),
            (shown, 'shown-hash', dict(person[:len(vectors['shown'])]))):
        same(binding.binding_hash('sd-jwt', '', text, '').hex(),
             vectors[hash_], hash_)
        same(binding.judge('sd-jwt', '', text, '', ANCHORS, vectors['now']),
             facts, 'facts')
    same(binding.binding_hash('sd-jwt', '', shown, vectors['role']).hex(),
         vectors['role-hash'], 'hash with a role')
    check_judgement(shown, vectors)


def check_judgement(evidence, vectors):
    """What §11 has a word for, of an evidence that is otherwise good."""
    now, last = vectors['now'], vectors['now'] + vectors['lifetime']
    jwt = evidence.split('~')[0]
    disclosures = evidence[len(jwt):]
    for why, text, anchors, when in (
            ('untrusted', evidence, set(), now),
            ('not-yet-valid', evidence, ANCHORS, now - 61),
            ('expired', evidence, ANCHORS, last),
            ('incomplete', jwt + '~', ANCHORS, now),
            ('forged', jwt[:-3] + 'AAA' + disclosures, ANCHORS, now),
            ('format', evidence[:-1], ANCHORS, now),
            ('format', evidence + evidence.split('~')[1] + '~', ANCHORS,
             now)):
        same(refusal(binding.judge, 'sd-jwt', '', text, '', anchors, when),
             why, 'judgement')
    for when in now - 60, last - 1:
        binding.judge('sd-jwt', '', evidence, '', ANCHORS, when)


# bankid.json

def check_statement(vectors):
    data = base64url_decode(vectors['statement'])
    fields = statement.read(data)
    program, language, key, begin, end, nonce = fields
    same(statement.write(*fields), data, 'statement')
    same((key.hex(), end), (vectors['key'], vectors['until']), 'statement')
    same(statement.text(*fields), vectors['text'], 'text of the statement')
    for why, other in (
            ('format', data[:-1]), ('format', data + b'x'),
            ('version', data.replace(b'libp2pid/1', b'libp2pid/2')),
            ('version', data.replace(b'\2sv', b'\2xx')),
            ('text', statement.write('a\u202eb', language, key, begin, end,
                                     nonce)),
            ('text', statement.write('x' * 41, language, key, begin, end,
                                     nonce)),
            ('format', statement.write(program, language, key, end, begin,
                                       nonce)),
            ('format', statement.write(program, language, key, begin,
                                       begin + 316224001, nonce)),
            ('format', statement.write(program, language, key, '0%d' % begin,
                                       end, nonce)),
            ('size', lv_cat(statement.LABEL, bytes(300)))):
        same(refusal(statement.read, other), why, other)


# role.json

def check_role(vectors):
    now, lifetime = vectors['now'], vectors['lifetime']
    seed, person, signatory = (bytes.fromhex(vectors[name + '-seed'])
                               for name in ('organisation', 'person',
                                            'signatory'))
    name, issuer = vectors['organisation'], vectors['organisation-fingerprint']
    credential = role.issue(seed, ed25519_public(person), name,
                            vectors['domain'], vectors['role'], now, lifetime,
                            bytes.fromhex(vectors['salt']))
    same(credential, vectors['credential'], 'credential')
    same(role.fingerprint(credential), vectors['role-fingerprint'],
         'fingerprint of the role')
    endorsed = vectors['endorsed']
    shown = endorsed.split('|', 2)[2]
    same(credential + '|' + role.endorse(signatory, shown, issuer, name, now,
                                         lifetime), endorsed, 'endorsement')
    page = role.page_read(vectors['page'], vectors['domain'])
    same(list(page), [issuer], 'key on the page')
    check_role_judgement(vectors, page, ed25519_public(person))


def check_role_judgement(vectors, withdrawn, person):
    """With the organisation's page, on which the role is not withdrawn yet,
    and without."""
    now, last = vectors['now'], vectors['now'] + vectors['lifetime']
    alone, endorsed = vectors['credential'], vectors['endorsed']
    page = {key: {**what, 'revoked': []} for key, what in withdrawn.items()}
    other = {key: {**what, 'organisation': 'Firman', 'domain': 'firman.example'}
             for key, what in page.items()}
    told = {'organisation': vectors['organisation'], 'role': vectors['role']}
    for text, known, anchors, signatory in (
            (alone, page, ANCHORS, False), (endorsed, page, ANCHORS, True),
            (endorsed, {}, ANCHORS, True), (endorsed, page, set(), False)):
        found = role.judge(text, person, known, anchors, now)
        same(bool(found.pop('signatory')), signatory, 'signatory')
        same(found, told, 'role')
    for why, text, key, known, when in (
            ('untrusted', alone, person, {}, now),
            ('revoked', alone, person, withdrawn, now),
            ('mismatch', alone, bytes(32), page, now),
            ('mismatch', alone, person, other, now),
            ('expired', alone, person, page, last),
            ('not-yet-valid', alone, person, page, now - 61),
            ('format', alone + '|x', person, page, now),
            ('format', endorsed.replace('|', '~|', 1), person, page, now),
            ('mismatch', endorsed.replace('"sd-jwt"', '"sd-jwt2"'), person,
             page, now)):
        same(refusal(role.judge, text, key, known, ANCHORS, when), why,
             'judgement of the role')
    same(refusal(role.page_read, vectors['page'], 'firman.example'),
         'mismatch', 'page of another')


# session.json

class Side:
    """One of the two in a session of the vectors."""

    def __init__(self, name, session, nameplate, secret):
        own = session[name]
        given = {member: bytes.fromhex(own[member])
                 for member in ('ephemeral', 'sid') if member in own}
        self.name = name
        self.seed = bytes.fromhex(own['identity_seed'])
        self.binding = binding.binding_read(own['binding'])
        if nameplate is None:
            self.channel = InvitationChannel(session['origin'], secret,
                                             **given)
        else:
            self.channel = CodeChannel(
                session['origin'], nameplate, secret,
                scalar=bytes.fromhex(own['cpace_scalar']), **given)


def shake_hands(host, guest, messages):
    """Both sides say what the vectors say. The host's account."""
    message = next(messages)
    if isinstance(host.channel, CodeChannel):
        same(host.channel.hello(), message['message'], 'hello')
        join = guest.channel.join(message['message'])
        same(guest.channel.isk is not None, True, 'ISK')
        message = next(messages)
    else:
        join = guest.channel.join()
    same(join, message['message'], 'join')
    host.channel.read_join(join)
    if isinstance(host.channel, CodeChannel):
        same(host.channel.isk, guest.channel.isk, 'ISK')
    message = next(messages)
    plain = guest.channel.read_answer(message['message'])
    same(host.channel.answer(plain), message['message'], 'answer')
    same(host.channel.h, guest.channel.h, 'h')
    return plain


def sign_anew(side, conversation, name, body):
    """What a side would have said itself: Ed25519 is deterministic."""
    members = records.body_read(name, body)
    if name == 'identify':
        method, statement, evidence, role = side.binding
        same(role, '', 'role')
        shown = binding.show_only(evidence, ['name'])
        mine = sign_presentation(side.seed, side.name, conversation,
                                 (method, statement, shown, ''), members)
        same(mine, body, 'presentation')
    elif name == 'receipt':
        same(sign_receipt(side.seed, side.name, conversation), body,
             'signature of the receipt')
    else:
        same(records.body_write(**members), body, name)


def take(side, conversation, plain, now):
    name, body = records.unframe(plain)
    same(records.frame(name, body), plain, 'frame')
    sign_anew(side, conversation, name, body)
    conversation.take(side.name, name, body)
    if name == 'identify':
        same(list(conversation.judge(side.name, ANCHORS, now)), ['name'],
             'facts')
        same(conversation.keys[side.name], ed25519_public(side.seed), 'key')


def check_session(session):
    nameplate, secret = words.code_read(session['code']) \
        if 'code' in session \
        else (None, bytes.fromhex(session['invitation_secret']))
    host, guest = sides = [Side(name, session, nameplate, secret)
                           for name in ('host', 'guest')]
    if nameplate is None:
        for side in sides:
            same(side.channel.mailbox, session['mailbox'], 'mailbox')
    said = [{'from': entry['from'],
             'message': bytes.fromhex(entry['message'])}
            for entry in session['messages']]
    messages = iter(said)
    account = shake_hands(host, guest, messages)
    same(host.channel.h.hex(), session['handshake_hash'], 'h')
    conversation = Conversation(host.channel.h)
    take(host, conversation, account, session['now'])
    for entry in messages:
        one, other = (host, guest) if entry['from'] == 'host' \
            else (guest, host)
        plain = other.channel.hear(entry['message'])
        same(one.channel.say(plain), entry['message'], 'message')
        take(one, conversation, plain, session['now'])
    same([th.hex() for th in conversation.ths], session['th'], 'th')
    same(conversation.finish, {'host': True, 'guest': True}, 'finish')
    same(conversation.receipt(), session['receipt'].encode(), 'receipt')


def check_receipt(data):
    people = verify_receipt(data, ANCHORS)
    same(sorted(people), ['guest', 'host'], 'people')
    file = json.loads(data)
    for number, (_side, name, body) in enumerate(file['records']):
        # A blank more says the same, but th is another.
        spoilt = json.loads(data)
        spoilt['records'][number][2] = base64url(
            b'{ ' + base64url_decode(body)[1:])
        same(refusal(verify_receipt, binding.compact(spoilt), ANCHORS),
             'forged', 'spoilt ' + name)
    for side in file['signatures']:
        spoilt = json.loads(data)
        spoilt['signatures'][side] = 'A' * 86
        same(refusal(verify_receipt, binding.compact(spoilt), ANCHORS),
             'forged', 'spoilt signature')


def main(folder):
    vectors = {}
    for name in 'wire', 'binding', 'bankid', 'role', 'session':
        path = os.path.join(folder, name + '.json')
        with open(path, encoding='utf-8') as file:
            vectors[name] = json.load(file)
    for check in check_codes, check_slips, check_invitations, \
            check_records, check_texts:
        check(vectors['wire'])
    check_binding(vectors['binding'])
    check_statement(vectors['bankid'])
    check_role(vectors['role'])
    for session in vectors['session'].values():
        check_session(session)
        check_receipt(session['receipt'].encode())
    print('%d checks hold' % checks)


if __name__ == '__main__':
    main(sys.argv[1])
