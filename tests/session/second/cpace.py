"""§4: CPACE-RISTR255-SHA512, initiator and responder."""

from conventions import lv_cat
from primitives import ristretto255_map, ristretto255_multiply, sha512

DSI = b'CPaceRistretto255'
BLOCK = 128  # SHA-512's


def generator(prs, ci, sid):
    padding = max(0, BLOCK - 1 - len(lv_cat(prs)) - len(lv_cat(DSI)))
    return ristretto255_map(sha512(lv_cat(DSI, prs, bytes(padding), ci, sid)))


def share(scalar, point):
    return ristretto255_multiply(scalar, point)


def isk(sid, scalar, own, other, initiator, responder):
    """initiator and responder are their (share, associated data); None for
    a share that ends the run."""
    k = ristretto255_multiply(scalar, other)
    if k is None or other == own:
        return None
    return sha512(lv_cat(DSI + b'_ISK', sid, k)
                  + lv_cat(*initiator) + lv_cat(*responder))
