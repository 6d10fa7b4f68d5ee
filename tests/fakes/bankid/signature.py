"""A signature in BankID's profile, in canonical bytes.

    Signature
      SignedInfo       digests of the two below, each with its Id
      SignatureValue
      KeyInfo          bidKeyInfo: the person, Customer CA, bank; no root
      Object
        bankIdSignedData   bidSignedData: texts, relying party, client

A Recipe says what goes in. An alteration changes the recipe, or edits one of
its pieces: 'data', 'keys' and 'info' are edited before they are signed, so
that the signature holds; 'xml' is the whole and edited afterwards.
"""

import base64
import hashlib
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

import bank as banks
import ocsp

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
DSIG = 'http://www.w3.org/2000/09/xmldsig#'
TYPES = 'http://www.bankid.com/signature/v1.0.0/types'
C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

RELYING_PARTY = ('cn=P2P ID Test,name=P2P ID Test,serialNumber=5560000167,'
                 'o=Testbank A AB (publ),c=SE')


def b64(content):
    return base64.b64encode(content).decode()


def element(tag, content='', **attributes):
    """An element in canonical form, attributes in the order given."""
    written = ''.join(' %s="%s"' % each for each in attributes.items())
    return '<%s%s>%s</%s>' % (tag, written, content, tag)


def leaf(tag, text):
    return element(tag, b64(text.encode()))


class Recipe:
    def __init__(self, bank, statement, text, person=banks.ASTRID,
                 relying_party=RELYING_PARTY, display_name='P2P ID Test'):
        self.bank = bank
        self.at = bank.at
        self.statement = statement
        self.text = text
        self.person = person
        self.leaf = bank.person(person)
        self.issuer = bank.customer()
        self.chain = [self.issuer, bank.bank]
        self.root = bank.root
        self.signer = self.leaf
        self.hash = hashes.SHA256()
        self.relying_party = relying_party
        self.display_name = display_name
        self.function = 'Signing'
        self.visible = {'charset': 'UTF-8', 'visible': 'wysiwys'}
        self.references = None
        self.policy = banks.FILE
        self.edits = {}
        self.change_answer = lambda answer: None
        self.change_ocsp = lambda encoded: encoded

    def edit(self, piece, change):
        """Let change, bytes to bytes, have a piece."""
        self.edits.setdefault(piece, []).append(change)

    def swap(self, piece, old, new):
        """In a piece, put new for the first old, which must be there."""
        def change(content):
            assert old in content, old
            return content.replace(old, new, 1)
        self.edit(piece, change)

    def finish(self, piece, text):
        content = text if isinstance(text, bytes) else text.encode()
        for change in self.edits.get(piece, []):
            content = change(content)
        return content


def client_info(recipe):
    condition = element('condition',
                        element('type', 'CertificatePolicies')
                        + element('value', recipe.policy))
    ai = element('ai', leaf('type', 'LINUX') + leaf('deviceInfo', 'fake')
                 + element('uhi', b64(hashlib.sha1(b'fake').digest()))
                 + element('fsib', '0') + element('utb', 'cs1')
                 + element('requirement', condition) + element('uauth', 'pw'))
    return element('clientInfo', element('funcId', recipe.function)
                   + leaf('version', 'Personal=7.15.0&platform=fake')
                   + element('env', ai))


def signed_data(recipe):
    content = element('usrVisibleData', b64(recipe.text), **recipe.visible)
    if recipe.statement is not None:
        content += element('usrNonVisibleData', b64(recipe.statement))
    content += element('srvInfo', leaf('name', recipe.relying_party)
                       + element('nonce', b64(os.urandom(20)))
                       + leaf('displayName', recipe.display_name))
    return element('bankIdSignedData', content + client_info(recipe),
                   xmlns=TYPES, Id='bidSignedData')


def key_info(recipe):
    certificates = ''.join(element('X509Certificate', b64(holder.der))
                           for holder in [recipe.leaf, *recipe.chain])
    return element('KeyInfo', element('X509Data', certificates), xmlns=DSIG,
                   Id='bidKeyInfo')


def reference(content, **attributes):
    return element('Reference',
                   element('Transforms', element('Transform', Algorithm=C14N))
                   + element('DigestMethod', Algorithm=SHA256)
                   + element('DigestValue',
                             b64(hashlib.sha256(content).digest())),
                   **attributes)


def signed_info(data, keys):
    return element('SignedInfo',
                   element('CanonicalizationMethod', Algorithm=C14N)
                   + element('SignatureMethod', Algorithm=RSA_SHA256)
                   + reference(data, Type=TYPES, URI='#bidSignedData')
                   + reference(keys, URI='#bidKeyInfo'), xmlns=DSIG)


def make_signature(recipe):
    """The XML, as the app's client would have made it."""
    data = recipe.finish('data', signed_data(recipe))
    keys = recipe.finish('keys', key_info(recipe))
    info = recipe.finish('info', signed_info(data, keys))
    value = recipe.signer.key.sign(info, padding.PKCS1v15(), recipe.hash)
    xml = (DECLARATION + b'<Signature xmlns="%s">' % DSIG.encode() + info
           + element('SignatureValue', b64(value)).encode() + keys
           + b'<Object>' + data + b'</Object></Signature>')
    return recipe.finish('xml', xml)


def make_ocsp(recipe, xml):
    answer = ocsp.Answer(recipe.leaf, recipe.issuer,
                         recipe.bank.ocsp_signer(recipe.issuer), recipe.at,
                         ocsp.make_nonce(base64.b64encode(xml)))
    recipe.change_answer(answer)
    return recipe.change_ocsp(answer.encode())
