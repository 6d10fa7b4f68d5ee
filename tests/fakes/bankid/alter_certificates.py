"""The certificates are not a person's, or not of that time."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes

import authority
import bank as banks
from authority import DAY, GIVEN_NAME, SERIAL, SURNAME, YEAR
from command import Table

TABLE = Table()
refuse, keep = TABLE.refuse, TABLE.keep


def use(recipe, leaf, issuer=None, chain=None):
    """Let another leaf sign, with its issuer and what stands above it."""
    recipe.leaf = recipe.signer = leaf
    if issuer:
        recipe.issuer = issuer
        recipe.chain = [issuer, recipe.bank.bank]
    if chain is not None:
        recipe.chain = chain


def use_subject(recipe, change):
    """A leaf whose subject is a changed list of (kind, text)."""
    subject = banks.subject_of(recipe.person, recipe.at)
    use(recipe, recipe.bank.leaf(recipe.person, subject=change(subject)))


def without(kind):
    return lambda subject: [pair for pair in subject if pair[0] != kind]


def replacing(kind, text):
    return lambda subject: [(each, text if each == kind else old)
                            for each, old in subject]


@keep
def mobile(recipe):
    """Mobile BankID: Customer CA3, its policy, a fingerprint."""
    recipe.policy = banks.MOBILE
    issuer = recipe.bank.customer(3)
    use(recipe, recipe.bank.leaf(recipe.person, issuer, policy=banks.MOBILE),
        issuer)
    recipe.swap('data', b'<uauth>pw</uauth>', b'<uauth>fp1</uauth>')


@keep
def card(recipe):
    """BankID on card."""
    recipe.policy = banks.CARD
    use(recipe, recipe.bank.leaf(recipe.person, policy=banks.CARD))


@refuse
def relying_party_leaf(recipe):
    """A relying party signs with the certificate it has for its server."""
    leaf = recipe.bank.relying_party('P2P ID Test', 'P2P ID Test',
                                     '5560000167')
    use(recipe, leaf, recipe.bank.relying_parties)


@refuse
def leaf_of_relying_party_authority(recipe):
    """A person's certificate, issued by the authority of relying parties."""
    issuer = recipe.bank.relying_parties
    use(recipe, recipe.bank.leaf(recipe.person, issuer), issuer)


@refuse
def leaf_of_the_bank(recipe):
    """A person's certificate, issued by the bank's own authority."""
    issuer = recipe.bank.bank
    use(recipe, recipe.bank.leaf(recipe.person, issuer), issuer, [issuer])
    recipe.issuer = issuer


@refuse
def leaf_of_a_person(recipe):
    """A person's certificate, issued by another person."""
    issuer = recipe.bank.person(banks.BERTIL)
    use(recipe, recipe.bank.leaf(recipe.person, issuer), issuer,
        [issuer, recipe.bank.customer(), recipe.bank.bank])


@refuse
def leaf_self_signed(recipe):
    """A person's certificate, signed by itself."""
    key = recipe.bank.ring.key('%s 2048' % recipe.person.number)
    use(recipe, authority.issue(
        banks.subject_of(recipe.person, recipe.at), key, None,
        recipe.bank.usual, [(authority.usage('content_commitment'), True),
                            (authority.policies(banks.FILE), False)]))


@refuse
def leaf_expired(recipe):
    """The person's certificate had expired."""
    use(recipe, recipe.bank.leaf(recipe.person, valid=(
        recipe.at - 2 * YEAR, recipe.at - DAY)))


@refuse
def leaf_not_yet(recipe):
    """The person's certificate was not valid yet."""
    use(recipe, recipe.bank.leaf(recipe.person, valid=(
        recipe.at + DAY, recipe.at + YEAR)))


@refuse
def chain_expired(recipe):
    """The Customer CA had expired."""
    issuer = recipe.bank.customer(1, (recipe.at - 9 * YEAR, recipe.at - DAY))
    use(recipe, recipe.bank.leaf(recipe.person, issuer), issuer)


@refuse
def chain_empty(recipe):
    """The person's certificate alone."""
    recipe.chain = []


@refuse
def chain_without_customer(recipe):
    """The Customer CA is missing."""
    recipe.chain = [recipe.bank.bank]


@refuse
def chain_without_bank(recipe):
    """The bank's authority is missing."""
    recipe.chain = [recipe.issuer]


@refuse
def chain_swapped(recipe):
    """The leaf does not come first."""
    recipe.leaf, recipe.chain = recipe.chain[0], [recipe.leaf,
                                                  recipe.chain[1]]
    person = recipe.signer
    recipe.change_answer = lambda answer: setattr(
        answer, 'serial', person.certificate.serial_number)


@refuse
def chain_too_long(recipe):
    """Five certificates, all of them good."""
    recipe.chain += [recipe.bank.root, recipe.bank.customer(3)]


@refuse
def root_other(recipe):
    """All of it is of a bank below another root, with the same names."""
    bank = banks.Bank(recipe.at)
    bank.ring.keys['root'] = bank.ring.key('other root')
    bank.ring.keys['bank'] = bank.ring.key('other bank')
    bank.ring.keys['customer 1'] = bank.ring.key('other customer')
    recipe.bank = bank
    recipe.chain = [bank.customer(), bank.bank]
    use(recipe, bank.person(recipe.person), bank.customer())


@refuse
def root_other_enclosed(recipe):
    """As root-other, and its root comes along."""
    root_other(recipe)
    recipe.chain.append(recipe.bank.root)


@refuse
def policy_missing(recipe):
    """The person's certificate names no policy."""
    use(recipe, recipe.bank.leaf(recipe.person, policy=None))


@refuse
def policy_wrong(recipe):
    """The person's certificate names a policy that is no BankID's."""
    use(recipe, recipe.bank.leaf(recipe.person, policy='1.2.3.4.6'))


@refuse
def policy_of_production(recipe):
    """A policy of the production environment, below the test root."""
    use(recipe, recipe.bank.leaf(recipe.person, policy='1.2.752.78.1.5'))


@refuse
def usage_authentication(recipe):
    """The certificate is for authentication (digitalSignature)."""
    use(recipe, recipe.bank.leaf(recipe.person, usage='digital_signature'))


@refuse
def usage_encipherment(recipe):
    """The certificate is for enciphering."""
    use(recipe, recipe.bank.leaf(recipe.person, usage='key_encipherment'))


@refuse
def leaf_is_authority(recipe):
    """The person's certificate says that it may issue others."""
    use(recipe, recipe.bank.leaf(
        recipe.person, more=[(x509.BasicConstraints(True, None), True)]))


@refuse
def extension_unknown(recipe):
    """A critical extension that nobody knows."""
    unknown = x509.UnrecognizedExtension(
        x509.ObjectIdentifier('1.2.3.4.999'), b'\x05\x00')
    use(recipe, recipe.bank.leaf(recipe.person, more=[(unknown, True)]))


@refuse
def leaf_short_key(recipe):
    """The person's key has 1024 bits."""
    use(recipe, recipe.bank.leaf(recipe.person, bits=1024))


@refuse
def given_name_missing(recipe):
    """No given name."""
    use_subject(recipe, without(GIVEN_NAME))


@refuse
def surname_missing(recipe):
    """No surname."""
    use_subject(recipe, without(SURNAME))


@refuse
def number_missing(recipe):
    """No personal number."""
    use_subject(recipe, without(SERIAL))


@refuse
def number_of_ten(recipe):
    """A personal number of ten digits."""
    use_subject(recipe, replacing(SERIAL, recipe.person.number[2:]))


@refuse
def number_miswritten(recipe):
    """A personal number whose check digit is wrong."""
    number = recipe.person.number
    use_subject(recipe, replacing(
        SERIAL, number[:-1] + str((int(number[-1]) + 1) % 10)))


@refuse
def number_of_no_day(recipe):
    """A personal number of 30 February."""
    use_subject(recipe, replacing(
        SERIAL, authority.personal_number('19840230', '982')))


@keep
def number_of_coordination(recipe):
    """A coordination number: the day with 60 added."""
    use_subject(recipe, replacing(
        SERIAL, authority.personal_number('19840289', '982')))


@refuse
def number_twice(recipe):
    """Two personal numbers."""
    use_subject(recipe, lambda subject: subject
                + [(SERIAL, banks.BERTIL.number)])


@refuse
def name_twice(recipe):
    """Two surnames."""
    use_subject(recipe, lambda subject: subject + [(SURNAME, 'Nilsson')])


@refuse
def name_misleading(recipe):
    """A surname with a character that turns the line around."""
    use_subject(recipe, replacing(SURNAME, 'Öberg\u202enossliN'))


@refuse
def customer_authority_misnamed(recipe):
    """The issuer's name only contains what a Customer CA's is."""
    issuer = recipe.bank.keep('misnamed', lambda: recipe.bank.issue_authority(
        recipe.bank.bank_subject(
            'Testbank A Customer CA1 v1 for BankID Test at all'),
        recipe.bank.ring.key('customer 3'), recipe.bank.bank))
    use(recipe, recipe.bank.leaf(recipe.person, issuer), issuer)


@refuse
def leaf_of_sha1(recipe):
    """The person's certificate is signed with SHA-1."""
    leaf = recipe.bank.person(recipe.person)
    use(recipe, resigned_with_sha1(leaf, recipe.issuer))


def resigned_with_sha1(leaf, issuer):
    """The same certificate, signed with SHA-1 (which the library that
    makes our certificates no longer does)."""
    from cryptography.hazmat.primitives.asymmetric import padding

    import der
    new = der.sequence(der.oid('1.2.840.113549.1.1.5'), der.NULL)
    old = der.sequence(der.oid('1.2.840.113549.1.1.11'), der.NULL)
    body = leaf.certificate.tbs_certificate_bytes.replace(old, new, 1)
    value = issuer.key.sign(body, padding.PKCS1v15(), hashes.SHA1())
    encoded = der.sequence(body, new, der.bits(value))
    return authority.Holder(x509.load_der_x509_certificate(encoded), leaf.key)
