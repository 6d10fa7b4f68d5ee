"""As much DER as an OCSP answer needs, so that it can also be wrong."""

NULL = b'\x05\x00'


def tlv(tag, *parts):
    content = b''.join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, 'big')
    return bytes([tag, 0x80 | len(length)]) + length + content


def sequence(*parts):
    return tlv(0x30, *parts)


def explicit(number, *parts):
    return tlv(0xa0 | number, *parts)


def octets(content):
    return tlv(0x04, content)


def bits(content):
    return tlv(0x03, b'\x00', content)


def integer(number):
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, 'big'))


def boolean(truth):
    return tlv(0x01, b'\xff' if truth else b'\x00')


def oid(dotted):
    first, second, *rest = map(int, dotted.split('.'))
    content = bytes([first * 40 + second])
    for number in rest:
        groups = [number & 0x7f]
        while number := number >> 7:
            groups.insert(0, number & 0x7f | 0x80)
        content += bytes(groups)
    return tlv(0x06, content)


def time(moment):
    return tlv(0x18, moment.strftime('%Y%m%d%H%M%SZ').encode())
