"""What the person signed, or whoever signed for them, is another thing."""

import base64

from cryptography.hazmat.primitives import hashes

import bank as banks
import signature
from signature import C14N, RSA_SHA256, SHA256, b64, element, reference
from command import Table

TABLE = Table()
refuse, keep = TABLE.refuse, TABLE.keep

SHA1_URI = b'http://www.w3.org/2000/09/xmldsig#sha1'
OTHER_STATEMENT = b'another statement than the one asked for'


def first_text(content, tag):
    """The whole element with this tag, as bytes."""
    start = content.index(b'<' + tag)
    end = content.index(b'</' + tag + b'>', start) + len(tag) + 3
    return content[start:end]


@keep
def genuine(recipe):
    """Nothing is altered."""


@refuse
def identification(recipe):
    """An authentication, signed by the certificate for signing."""
    recipe.function = 'Identification'


@refuse
def identification_certificate(recipe):
    """An authentication, signed by the certificate for authentication."""
    recipe.function = 'Identification'
    recipe.leaf = recipe.bank.leaf(recipe.person, usage='digital_signature')
    recipe.signer = recipe.leaf


@refuse
def function_unknown(recipe):
    """A function that there is not."""
    recipe.function = 'signing'


@refuse
def function_missing(recipe):
    """No funcId."""
    recipe.swap('data', b'<funcId>Signing</funcId>', b'')


@refuse
def function_twice(recipe):
    """Two functions: Signing, then Identification."""
    recipe.swap('data', b'</funcId>',
                b'</funcId><funcId>Identification</funcId>')


@refuse
def format_attribute(recipe):
    """The visible text is Markdown, which may show as something else."""
    recipe.visible = {'charset': 'UTF-8', 'format': 'simpleMarkdownV1',
                      'visible': 'wysiwys'}


@refuse
def charset_other(recipe):
    """The visible text is said to be in another charset."""
    recipe.visible['charset'] = 'ISO-8859-1'


@refuse
def visible_other(recipe):
    """The text was not shown as what is signed."""
    recipe.visible['visible'] = 'none'


@refuse
def text_other(recipe):
    """The person read another text."""
    recipe.text = 'Jag vill handla för 100 kronor.'.encode()


@refuse
def text_longer(recipe):
    """The person read the text and something more."""
    recipe.text += b'\nAnd I pay 100 kronor.'


@refuse
def text_shorter(recipe):
    """The person did not read the last character."""
    recipe.text = recipe.text.decode()[:-1].encode()


@refuse
def text_blank(recipe):
    """A line break before the text."""
    recipe.text = b'\n' + recipe.text


@refuse
def text_empty(recipe):
    """The person read nothing."""
    recipe.text = b''


@refuse
def text_missing(recipe):
    """No visible text at all."""
    recipe.edit('data', lambda data: data.replace(
        first_text(data, b'usrVisibleData'), b''))


@refuse
def statement_other(recipe):
    """The text is right, the statement another."""
    recipe.statement = OTHER_STATEMENT


@refuse
def statement_longer(recipe):
    """The statement and one byte."""
    recipe.statement += b'\0'


@refuse
def statement_empty(recipe):
    """An empty statement."""
    recipe.statement = b''


@refuse
def statement_missing(recipe):
    """No statement."""
    recipe.statement = None


@refuse
def statement_twice(recipe):
    """The statement, then another."""
    recipe.swap('data', b'</usrNonVisibleData>', b'</usrNonVisibleData>'
                + element('usrNonVisibleData', b64(OTHER_STATEMENT)).encode())


@refuse
def text_twice(recipe):
    """The text, then another."""
    other = element('usrVisibleData', b64(b'Another text.'), **recipe.visible)
    recipe.swap('data', b'</usrVisibleData>',
                b'</usrVisibleData>' + other.encode())


@refuse
def order_of_texts(recipe):
    """The statement stands before the text."""
    def change(data):
        visible = first_text(data, b'usrVisibleData')
        hidden = first_text(data, b'usrNonVisibleData')
        return data.replace(visible + hidden, hidden + visible)
    recipe.edit('data', change)


@refuse
def element_unknown(recipe):
    """An element that the profile does not know, among the texts."""
    recipe.swap('data', b'<srvInfo>', b'<other>AAAA</other><srvInfo>')


@refuse
def server_missing(recipe):
    """No srvInfo."""
    recipe.edit('data', lambda data: data.replace(
        first_text(data, b'srvInfo'), b''))


@refuse
def client_missing(recipe):
    """No clientInfo."""
    recipe.edit('data', lambda data: data.replace(
        first_text(data, b'clientInfo'), b''))


@refuse
def data_nested(recipe):
    """A bankIdSignedData within the bankIdSignedData."""
    recipe.edit('data', lambda data: data.replace(
        b'<srvInfo>', data + b'<srvInfo>', 1))


@refuse
def relying_party_other(recipe):
    """Another relying party asked for it."""
    recipe.relying_party = ('cn=Shop,name=Shop,serialNumber=5560000241,'
                            'o=Testbank A AB (publ),c=SE')


@refuse
def relying_party_longer(recipe):
    """A relying party whose name only begins as the right one does."""
    recipe.relying_party += ',x=1'


@refuse
def sha1_signature(recipe):
    """RSA with SHA-1, which the profile once allowed."""
    recipe.hash = hashes.SHA1()
    recipe.swap('info', RSA_SHA256.encode(),
                b'http://www.w3.org/2000/09/xmldsig#rsa-sha1')


@refuse
def sha512_signature(recipe):
    """RSA with SHA-512, which the profile does not name."""
    recipe.hash = hashes.SHA512()
    recipe.swap('info', b'#rsa-sha256', b'#rsa-sha512')


@refuse
def sha1_signature_hidden(recipe):
    """RSA with SHA-1 under the name of RSA with SHA-256."""
    recipe.hash = hashes.SHA1()


@refuse
def hmac_signature(recipe):
    """A signature method for which the public key would be the secret."""
    recipe.swap('info', RSA_SHA256.encode(),
                b'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256')


@refuse
def sha1_digest(recipe):
    """SHA-1 is named as the digest of the signed data."""
    recipe.swap('info', SHA256.encode(), SHA1_URI)


@refuse
def exclusive_c14n(recipe):
    """Another canonicalization, which here gives the same bytes."""
    recipe.edit('info', lambda info: info.replace(
        C14N.encode(), b'http://www.w3.org/2001/10/xml-exc-c14n#'))


@refuse
def c14n_with_comments(recipe):
    """Canonicalization that keeps comments."""
    recipe.edit('info', lambda info: info.replace(
        C14N.encode(), C14N.encode() + b'#WithComments'))


@refuse
def transform_more(recipe):
    """A second transform of the signed data."""
    one = element('Transform', Algorithm=C14N).encode()
    recipe.swap('info', one, one + one)


@refuse
def transform_none(recipe):
    """No transform of the signed data."""
    recipe.swap('info', element('Transform', Algorithm=C14N).encode(), b'')


def add_reference(recipe, content, **attributes):
    recipe.swap('info', b'</SignedInfo>',
                reference(content, **attributes).encode() + b'</SignedInfo>')


@refuse
def reference_extra(recipe):
    """A third reference, to the signed data once more."""
    def change(info):
        end = info.index(b'</Reference>') + len(b'</Reference>')
        again = info[info.index(b'<Reference '):end]
        return info.replace(b'</SignedInfo>', again + b'</SignedInfo>')
    recipe.edit('info', change)


@refuse
def reference_to_file(recipe):
    """A third reference, to a file (deprecated by the profile)."""
    add_reference(recipe, b'a document', URI='file:///document.pdf')


@refuse
def reference_swys(recipe):
    """The third reference of a class 4 reader, which nobody can check."""
    add_reference(recipe, b'shown', URI='#swys')


@refuse
def reference_only_data(recipe):
    """The keys are not among what is signed."""
    def change(info):
        end = info.index(b'</Reference>') + len(b'</Reference>')
        return info[:end] + b'</SignedInfo>'
    recipe.edit('info', change)


@refuse
def reference_only_keys(recipe):
    """The data is not among what is signed."""
    recipe.edit('info', lambda info: info.replace(
        first_text(info, b'Reference'), b'', 1))


@refuse
def references_swapped(recipe):
    """The keys come first."""
    def change(info):
        start = info.index(b'<Reference ')
        middle = info.index(b'</Reference>') + len(b'</Reference>')
        end = info.rindex(b'</SignedInfo>')
        return info[:start] + info[middle:end] + info[start:middle] \
            + info[end:]
    recipe.edit('info', change)


@refuse
def reference_whole(recipe):
    """A reference to the whole document instead of the data."""
    recipe.swap('info', b'URI="#bidSignedData"', b'URI=""')


@refuse
def reference_without_type(recipe):
    """The reference to the data does not say its type."""
    recipe.swap('info', b'Type="' + signature.TYPES.encode() + b'" ', b'')


@refuse
def digest_other(recipe):
    """The data's digest is that of other data."""
    other = b64(bytes(32)).encode()
    recipe.edit('info', lambda info: info.replace(
        first_text(info, b'DigestValue'),
        b'<DigestValue>' + other + b'</DigestValue>', 1))


@refuse
def digest_short(recipe):
    """The data's digest lacks its last byte."""
    def change(info):
        digest = first_text(info, b'DigestValue')
        value = base64.b64decode(digest[len('<DigestValue>'):-len(
            '</DigestValue>')])
        short = b64(value[:-1]).encode()
        return info.replace(digest, b'<DigestValue>' + short
                            + b'</DigestValue>', 1)
    recipe.edit('info', change)


@refuse
def signed_by_another(recipe):
    """The signature value is by the key of another person."""
    recipe.signer = recipe.bank.person(banks.BERTIL)


@refuse
def too_large(recipe):
    """More bytes than any binding needs."""
    recipe.statement += bytes(96 * 1024)


@keep
def server_says_more(recipe):
    """An unknown leaf in srvInfo, which the profile allows."""
    recipe.swap('data', b'</srvInfo>', b'<later>AAAA</later></srvInfo>')


@keep
def client_says_more(recipe):
    """An unknown leaf in clientInfo, which the profile allows."""
    recipe.swap('data', b'</clientInfo>', b'<later>1</later></clientInfo>')


@keep
def without_requirement(recipe):
    """A client that lists no requirement."""
    recipe.edit('data', lambda data: data.replace(
        first_text(data, b'requirement'), b''))
