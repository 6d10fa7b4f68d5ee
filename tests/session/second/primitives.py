"""What others have built: Ed25519, X25519, ChaCha20-Poly1305 and P-256 from
python3-cryptography, and ristretto255, which that does not have, from
libsodium. Nothing else of this implementation touches either."""

import ctypes
import hashlib
import sys

SKIP = 77  # meson's exit code for a skipped test


def skip(reason):
    print('skipped: ' + reason)
    sys.exit(SKIP)


try:
    from cryptography.exceptions import InvalidSignature, InvalidTag
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519
    from cryptography.hazmat.primitives.asymmetric.utils import \
        encode_dss_signature
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.serialization import Encoding, \
        PublicFormat
except ImportError:
    skip('python3-cryptography is not installed')

try:
    sodium = ctypes.CDLL('libsodium.so.23')
except OSError:
    skip('libsodium23 is not installed')

if sodium.sodium_init() < 0:
    raise RuntimeError('libsodium does not start')


def raw(public):
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def ed25519_public(seed):
    private = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    return raw(private.public_key())


def ed25519_sign(seed, data):
    return ed25519.Ed25519PrivateKey.from_private_bytes(seed).sign(data)


def ed25519_verify(key, signature, data):
    try:
        public = ed25519.Ed25519PublicKey.from_public_bytes(key)
        public.verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def es256_verify(x, y, signature, data):
    """ES256 of RFC 7518 §3.4: r and s, 32 bytes each."""
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x, 'big'), int.from_bytes(y, 'big'), ec.SECP256R1())
    if len(signature) != 64:
        return False
    pair = encode_dss_signature(int.from_bytes(signature[:32], 'big'),
                                int.from_bytes(signature[32:], 'big'))
    try:
        numbers.public_key().verify(pair, data, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def x25519_public(private):
    key = x25519.X25519PrivateKey.from_private_bytes(private)
    return raw(key.public_key())


def x25519_agree(private, public):
    """None where the result is all zeros."""
    key = x25519.X25519PrivateKey.from_private_bytes(private)
    try:
        return key.exchange(x25519.X25519PublicKey.from_public_bytes(public))
    except ValueError:
        return None


def seal(key, nonce, associated, text):
    return ChaCha20Poly1305(key).encrypt(nonce, text, associated)


def unseal(key, nonce, associated, sealed):
    """None where it does not authenticate."""
    if len(sealed) < 16:
        return None
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, associated)
    except InvalidTag:
        return None


def ristretto255_map(data):
    """The element derivation of RFC 9496 §4.3.4, from 64 bytes."""
    out = ctypes.create_string_buffer(32)
    sodium.crypto_core_ristretto255_from_hash(out, data)
    return out.raw


def ristretto255_multiply(scalar, point):
    """None for what is no canonical encoding, and for the identity."""
    out = ctypes.create_string_buffer(32)
    if len(point) != 32 or \
            sodium.crypto_core_ristretto255_is_valid_point(point) != 1 or \
            sodium.crypto_scalarmult_ristretto255(out, scalar, point) != 0:
        return None
    return out.raw


def ristretto255_scalar():
    """Uniform in 1 … L − 1."""
    out = ctypes.create_string_buffer(32)
    sodium.crypto_core_ristretto255_scalar_random(out)
    return out.raw


def sha256(data):
    return hashlib.sha256(data).digest()


def sha512(data):
    return hashlib.sha512(data).digest()
