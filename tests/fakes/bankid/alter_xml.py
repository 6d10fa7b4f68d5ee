"""The XML says the same to a general reader, or hides one thing in another.

Canonicalization takes comments, quotes and attribute order away, so most of
these hold before a general XML signature tool. BankID never writes them.
"""

import base64
import hashlib

from cryptography.hazmat.primitives import serialization

import signature
from signature import DSIG, TYPES, b64, element, leaf
from command import Table

TABLE = Table()
refuse, keep = TABLE.refuse, TABLE.keep

SIGNATURE = b'<Signature xmlns="%s">' % DSIG.encode()


def add(name, what, old, new, count=1):
    """An alteration of the finished XML: new for old."""
    def change(recipe):
        def swap(xml):
            assert old in xml, name
            return xml.replace(old, new, count)
        recipe.edit('xml', swap)
    change.__name__, change.__doc__ = name, what
    refuse(change)


VISIBLE = b' visible="wysiwys">'
END = b'</Signature>'
START = signature.DECLARATION + SIGNATURE

add('comment_in_text', 'A comment within the visible text.',
    VISIBLE, VISIBLE + b'<!--x-->')
add('comment_in_info', 'A comment within SignedInfo.',
    b'<Reference ', b'<!--x--><Reference ')
add('comment_before', 'A comment before the signature.',
    START, signature.DECLARATION + b'<!--x-->' + SIGNATURE)
add('comment_after', 'A comment after the signature.', END, END + b'<!--x-->')
add('instruction', 'A processing instruction within the signature.',
    b'<Object>', b'<?x y?><Object>')
add('instruction_before', 'A style sheet before the signature.',
    START, signature.DECLARATION + b'<?xml-stylesheet href="x"?>' + SIGNATURE)
add('cdata', 'A CDATA section for the function.',
    b'<funcId>Signing<', b'<funcId><![CDATA[Signing]]><')
add('dtd', 'A document type that declares nothing.',
    START, signature.DECLARATION + b'<!DOCTYPE Signature>' + SIGNATURE)
add('dtd_attribute', 'A document type that gives an attribute a default.',
    START, signature.DECLARATION + b'<!DOCTYPE Signature [<!ATTLIST '
    b'usrVisibleData format CDATA #IMPLIED>]>' + SIGNATURE)
add('character_reference', 'A letter of the function as &#83;.',
    b'<funcId>Signing<', b'<funcId>&#83;igning<')
add('self_closing', 'An empty element as one tag.',
    b'></CanonicalizationMethod>', b'/>')
add('attribute_order', 'The attributes of a reference in another order.',
    b'<Reference Type="%s" URI="#bidSignedData">' % TYPES.encode(),
    b'<Reference URI="#bidSignedData" Type="%s">' % TYPES.encode())
add('attribute_quotes', 'An attribute in single quotes.',
    b'charset="UTF-8"', b"charset='UTF-8'")
add('attribute_spaces', 'Two spaces before an attribute.',
    b'<Reference URI=', b'<Reference  URI=')
add('tag_space', 'A space before the end of a tag.', b'<Object>', b'<Object >')
add('end_tag_space', 'A space in an end tag.', b'</Object>', b'</Object >')
add('line_break', 'A line break between the unsigned elements.',
    b'<Object>', b'\n<Object>')
add('line_break_after', 'A line break at the end.', END, END + b'\n')
add('line_break_declaration', 'A line break after the declaration.',
    START, signature.DECLARATION + b'\n' + SIGNATURE)
add('declaration_other', 'An XML declaration that says less.',
    b' standalone="no"?>', b'?>')
add('declaration_1_1', 'XML 1.1.', b'version="1.0"', b'version="1.1"')
add('declaration_latin', 'Said to be in Latin-1.', b'UTF-8', b'ISO-8859-1')
add('byte_order_mark', 'A byte order mark.', START, b'\xef\xbb\xbf' + START)
add('bytes_after', 'A byte after the end.', END, END + b'x')
add('zero_after', 'A zero byte after the end.', END, END + b'\0')
add('zero_inside', 'A zero byte within the signature.', b'<Object>',
    b'\0<Object>')
add('utf8_broken', 'A byte that is no UTF-8, in an unsigned place.',
    b'<Object>', b'<Object>\xff')
add('text_between', 'Text between the unsigned elements.',
    b'<Object>', b'x<Object>')
add('second_signature', 'A second signature after the first.',
    END, END + SIGNATURE + END)
add('signature_id', 'An Id for the whole signature.',
    SIGNATURE, SIGNATURE[:-1] + b' Id="s">')
add('value_id', 'An Id for the signature value, as class 4 readers have.',
    b'<SignatureValue>', b'<SignatureValue Id="swys">')
add('object_id', 'An Id for the object.', b'<Object>', b'<Object Id="o">')
add('namespace_missing', 'SignedInfo does not repeat its namespace.',
    b'<SignedInfo xmlns="%s">' % DSIG.encode(), b'<SignedInfo>')
add('namespace_more', 'One more namespace declaration.',
    SIGNATURE, SIGNATURE[:-1] + b' xmlns:x="urn:x">')
add('value_longer', 'Three bytes before the signature value.',
    b'<SignatureValue>', b'<SignatureValue>AAAA')
add('value_empty', 'An empty signature value, before the true one.',
    b'<SignatureValue>', b'<SignatureValue></SignatureValue><SignatureValue>')
add('object_second_empty', 'A second object, empty.',
    END, b'<Object></Object>' + END)
add('unsigned_data', 'bankIdUnsignedData, as class 4 readers have.',
    b'</bankIdSignedData>', b'</bankIdSignedData><bankIdUnsignedData>'
    b'</bankIdUnsignedData>')


def change_xml(change):
    """Decorates bytes to bytes as an alteration of the finished XML."""
    def alter(recipe):
        recipe.edit('xml', lambda xml: change(recipe, xml))
    alter.__name__, alter.__doc__ = change.__name__, change.__doc__
    return refuse(alter)


def data_of(xml):
    start = xml.index(b'<bankIdSignedData')
    end = xml.rindex(b'</bankIdSignedData>') + len(b'</bankIdSignedData>')
    return xml[start:end]


def other_data(recipe, xml):
    """The signed data with another statement, which nobody signed."""
    mine = b64(recipe.statement).encode()
    return data_of(xml).replace(mine, b64(b'unsigned').encode())


@change_xml
def wrapped_before(recipe, xml):
    """An unsigned object stands before the signed one, with the same Id."""
    other = b'<Object>' + other_data(recipe, xml) + b'</Object>'
    return xml.replace(b'<Object>', other + b'<Object>', 1)


@change_xml
def wrapped_after(recipe, xml):
    """An unsigned object stands after the signed one, with the same Id."""
    other = b'<Object>' + other_data(recipe, xml) + b'</Object>'
    return xml.replace(END, other + END)


@change_xml
def wrapped_without_id(recipe, xml):
    """An unsigned object without an Id stands before the signed one."""
    other = other_data(recipe, xml).replace(b' Id="bidSignedData"', b'')
    return xml.replace(b'<Object>',
                       b'<Object>' + other + b'</Object><Object>', 1)


@change_xml
def wrapped_in_one(recipe, xml):
    """Signed and unsigned data in one object."""
    other = other_data(recipe, xml).replace(b' Id="bidSignedData"', b'')
    return xml.replace(b'<Object>', b'<Object>' + other, 1)


@change_xml
def wrapped_deeper(recipe, xml):
    """The signed data lies within an unsigned one that a reader finds."""
    signed = data_of(xml)
    other = other_data(recipe, xml).replace(b' Id="bidSignedData"', b'')
    outer = other.replace(b'</bankIdSignedData>',
                          signed + b'</bankIdSignedData>')
    return xml.replace(signed, outer)


@change_xml
def wrapped_three(recipe, xml):
    """Three objects: an empty one, an unsigned one, the signed one."""
    other = b'<Object>' + other_data(recipe, xml) + b'</Object>'
    return xml.replace(b'<Object>', b'<Object></Object>' + other + b'<Object>',
                       1)


@change_xml
def data_in_keys(recipe, xml):
    """The signed data has moved before KeyInfo."""
    signed = b'<Object>' + data_of(xml) + b'</Object>'
    return xml.replace(signed, b'').replace(b'<KeyInfo', signed + b'<KeyInfo',
                                            1)


@change_xml
def ids_moved(recipe, xml):
    """The Id of the data stands at the object instead."""
    return xml.replace(b' Id="bidSignedData"', b'').replace(
        b'<Object>', b'<Object Id="bidSignedData">')


@change_xml
def ids_doubled(recipe, xml):
    """Both the object and the data have the Id."""
    return xml.replace(b'<Object>', b'<Object Id="bidSignedData">')


@change_xml
def data_changed(recipe, xml):
    """The statement was changed after it was signed."""
    return xml.replace(b64(recipe.statement).encode(),
                       b64(b'unsigned').encode())


@change_xml
def entity(recipe, xml):
    """The function is an entity of the document type."""
    return xml.replace(START, signature.DECLARATION + b'<!DOCTYPE Signature '
                       b'[<!ENTITY f "Signing">]>' + SIGNATURE).replace(
        b'<funcId>Signing<', b'<funcId>&f;<')


@change_xml
def entity_external(recipe, xml):
    """An entity of the document type names a file."""
    return xml.replace(START, signature.DECLARATION + b'<!DOCTYPE Signature '
                       b'[<!ENTITY f SYSTEM "file:///etc/hostname">]>'
                       + SIGNATURE).replace(b'<Object>', b'<Object>&f;')


@change_xml
def entity_bomb(recipe, xml):
    """Entities that grow tenfold nine times over."""
    levels = b''.join(
        b'<!ENTITY e%d "%s">' % (level, b'&e%d;' % (level - 1) * 10)
        for level in range(1, 10))
    return xml.replace(START, signature.DECLARATION + b'<!DOCTYPE Signature '
                       b'[<!ENTITY e0 "x">' + levels + b']>' + SIGNATURE
                       ).replace(b'<Object>', b'<Object>&e9;')


@change_xml
def depth(recipe, xml):
    """Elements within elements, ten thousand deep."""
    return xml.replace(b'<Object>', b'<a>' * 10000 + b'</a>' * 10000
                       + b'<Object>')


@change_xml
def utf16(recipe, xml):
    """All of it in UTF-16."""
    return xml.decode().replace('UTF-8', 'UTF-16').encode('utf-16')


@change_xml
def prefixed(recipe, xml):
    """The outermost elements have a namespace prefix."""
    return xml.replace(SIGNATURE, SIGNATURE.replace(
        b'<Signature xmlns', b'<ds:Signature xmlns:ds')).replace(
        END, b'</ds:Signature>')


@change_xml
def base64_broken_lines(recipe, xml):
    """The signature value in lines of 64 characters."""
    head, value, tail = split_value(xml)
    lines = b'\n'.join(value[at:at + 64] for at in range(0, len(value), 64))
    return head + lines + tail


@change_xml
def base64_unpadded(recipe, xml):
    """The signature value without its padding."""
    head, value, tail = split_value(xml)
    assert value.endswith(b'=')
    return head + value.rstrip(b'=') + tail


@change_xml
def base64_loose_bits(recipe, xml):
    """The signature value's unused bits are not zero."""
    head, value, tail = split_value(xml)
    assert value.endswith(b'==')
    alphabet = (b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
                b'0123456789+/')
    last = alphabet[alphabet.index(value[-3]) + 1]
    return head + value[:-3] + bytes([last]) + b'==' + tail


@change_xml
def base64_url(recipe, xml):
    """The first certificate in base64url."""
    start = xml.index(b'<X509Certificate>')
    end = xml.index(b'</X509Certificate>')
    certificate = xml[start:end].replace(b'+', b'-').replace(b'/', b'_')
    return xml[:start] + certificate + xml[end:]


def split_value(xml):
    start = xml.index(b'<SignatureValue>') + len(b'<SignatureValue>')
    end = xml.index(b'</SignatureValue>')
    return xml[:start], xml[start:end], xml[end:]


@change_xml
def value_flipped(recipe, xml):
    """One bit of the signature value is another."""
    head, value, tail = split_value(xml)
    raw = bytearray(base64.b64decode(value))
    raw[100] ^= 1
    return head + base64.b64encode(bytes(raw)) + tail


@change_xml
def value_short(recipe, xml):
    """The signature value lacks its last byte."""
    head, value, tail = split_value(xml)
    return head + base64.b64encode(base64.b64decode(value)[:-1]) + tail


@change_xml
def truncated(recipe, xml):
    """The last element does not end."""
    return xml[:-len(END)]


@change_xml
def empty(recipe, xml):
    """No bytes at all."""
    return b''


@refuse
def key_value_forged(recipe):
    """KeyInfo holds a bare key of the forger instead of certificates."""
    forger = recipe.bank.ring.key('forger')
    recipe.signer = type(recipe.signer)(recipe.signer.certificate, forger)
    numbers = forger.public_key().public_numbers()
    key = element('RSAKeyValue',
                  element('Modulus', b64(numbers.n.to_bytes(256, 'big')))
                  + element('Exponent', b64(numbers.e.to_bytes(3, 'big'))))
    recipe.edit('keys', lambda _: element(
        'KeyInfo', element('KeyValue', key), xmlns=DSIG,
        Id='bidKeyInfo').encode())


@refuse
def key_value_beside(recipe):
    """KeyInfo holds a bare key of the forger before the certificates."""
    forger = recipe.bank.ring.key('forger')
    recipe.signer = type(recipe.signer)(recipe.signer.certificate, forger)
    public = forger.public_key().public_bytes(
        serialization.Encoding.DER,
        serialization.PublicFormat.SubjectPublicKeyInfo)
    recipe.swap('keys', b'<X509Data>', element(
        'DEREncodedKeyValue', b64(public)).encode() + b'<X509Data>')


@refuse
def key_name(recipe):
    """KeyInfo holds a name beside the certificates."""
    recipe.swap('keys', b'<X509Data>', b'<KeyName>Astrid</KeyName><X509Data>')


@refuse
def certificate_details(recipe):
    """X509Data holds more than certificates."""
    recipe.swap('keys', b'</X509Data>', element(
        'X509SubjectName', 'CN=Astrid').encode() + b'</X509Data>')


@refuse
def reordered_and_signed(recipe):
    """SignedInfo is signed with its attributes out of order."""
    recipe.swap('info', b'Type="%s" URI="#bidSignedData"' % TYPES.encode(),
                b'URI="#bidSignedData" Type="%s"' % TYPES.encode())


@refuse
def spaced_and_signed(recipe):
    """The signed data has a line break between its elements."""
    recipe.swap('data', b'<srvInfo>', b'\n<srvInfo>')


@refuse
def text_not_base64(recipe):
    """The visible text is not base64."""
    recipe.edit('data', lambda data: data.replace(
        b64(recipe.text).encode(), b'a text', 1))


@refuse
def text_with_spaces(recipe):
    """A space within the base64 of the visible text."""
    def change(data):
        text = b64(recipe.text).encode()
        return data.replace(text, text[:8] + b' ' + text[8:], 1)
    recipe.edit('data', change)


@refuse
def id_other(recipe):
    """The data's Id is another, in the reference too."""
    recipe.swap('data', b'Id="bidSignedData"', b'Id="other"')
    recipe.swap('info', b'URI="#bidSignedData"', b'URI="#other"')


@refuse
def namespace_other(recipe):
    """The data's namespace is of another version."""
    recipe.swap('data', b'v1.0.0', b'v2.0.0')


@refuse
def server_name_twice(recipe):
    """Two names of the relying party."""
    recipe.swap('data', b'<nonce>', leaf('name', 'cn=Shop').encode()
                + b'<nonce>')


@refuse
def digest_of_nothing(recipe):
    """The keys' digest is that of the empty string."""
    nothing = b64(hashlib.sha256(b'').digest()).encode()
    def change(info):
        start = info.rindex(b'<DigestValue>') + len(b'<DigestValue>')
        end = info.rindex(b'</DigestValue>')
        return info[:start] + nothing + info[end:]
    recipe.edit('info', change)
