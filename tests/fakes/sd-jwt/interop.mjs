// Credentials across two implementations of RFC 9901: what our TEST issuer
// issues is verified by @sd-jwt/core, and what @sd-jwt/core issues, with every
// algorithm, is verified by us; shortened and altered on the way. PIDs with a
// KB-JWT of its making, and status lists of @sd-jwt/jwt-status-list.
//
// usage: node interop.mjs EVIDENCE-PEER

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import readline from 'node:readline';

import { SDJwtInstance } from '@sd-jwt/core';
import { digest, generateSalt } from '@sd-jwt/crypto-nodejs';
import { StatusList, createHeaderAndPayload } from '@sd-jwt/jwt-status-list';

const NOW = 1795521600;
const DAY = 86400;

const ASTRID = {
  name: 'Astrid Öberg',
  'given-name': 'Astrid',
  'family-name': 'Öberg',
  birthdate: '1984-02-29',
  'personal-number': '198402291234',
  organisation: 'Öbergs Redovisning AB',
  role: 'Redovisningskonsult',
};

const CLAIMS = {
  name: 'name',
  'given-name': 'given_name',
  'family-name': 'family_name',
  birthdate: 'birthdate',
  'personal-number': 'personal_administrative_number',
  organisation: 'organization',
  role: 'role',
};

// Our side, by lines of JSON.
class Peer {
  constructor(program) {
    this.process = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = readline.createInterface({ input: this.process.stdout });
    this.answers = this.lines[Symbol.asyncIterator]();
  }

  async call(verb, request) {
    this.process.stdin.write(`${JSON.stringify({ verb, ...request })}\n`);
    const { value, done } = await this.answers.next();
    assert(!done, 'the peer has gone');
    return JSON.parse(value);
  }

  close() {
    const ended = new Promise((resolve) => this.process.on('exit', resolve));
    this.process.stdin.end();
    return ended;
  }
}

// RFC 7518 §3: kind of key, hash, and how it signs.
const PSS = {
  padding: crypto.constants.RSA_PKCS1_PSS_PADDING,
  saltLength: 32,
};
const ALGORITHMS = {
  EdDSA: { kind: ['ed25519'], hash: null },
  ES256: { kind: ['ec', { namedCurve: 'P-256' }], hash: 'sha256' },
  ES384: { kind: ['ec', { namedCurve: 'P-384' }], hash: 'sha384' },
  RS256: { kind: ['rsa', { modulusLength: 2048 }], hash: 'sha256' },
  PS256: { kind: ['rsa', { modulusLength: 3072 }], hash: 'sha256', options: PSS },
};

function makeIssuer(alg) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync(...ALGORITHMS[alg].kind);
  return { alg, publicKey, privateKey, jwk: publicKey.export({ format: 'jwk' }) };
}

// RFC 7638, by hand.
function thumbprint({ kty, crv, x, y, n, e }) {
  const members = {
    OKP: { crv, kty, x },
    EC: { crv, kty, x, y },
    RSA: { e, kty, n },
  };
  return crypto.createHash('sha256').update(JSON.stringify(members[kty])).digest('hex');
}

const hash = (alg) => ALGORITHMS[alg].hash;

const signer = ({ alg, privateKey }) => (data) => crypto.sign(hash(alg), Buffer.from(data), {
  key: privateKey,
  dsaEncoding: 'ieee-p1363',
  ...ALGORITHMS[alg].options,
}).toString('base64url');

function makeInstance(issuer, holder) {
  return new SDJwtInstance({
    signAlg: issuer.alg,
    signer: signer(issuer),
    kbSignAlg: holder?.alg,
    kbSigner: holder && signer(holder),
    hasher: digest,
    hashAlg: 'sha-256',
    saltGenerator: generateSalt,
  });
}

// Verifies by the key that the header carries, as anchors would allow.
function makeVerifier(token) {
  const header = JSON.parse(Buffer.from(token.split('.')[0], 'base64url'));
  const key = crypto.createPublicKey({ key: header.jwk, format: 'jwk' });
  return new SDJwtInstance({
    hasher: digest,
    verifier: (data, signature) => crypto.verify(hash(header.alg),
      Buffer.from(data),
      { key, dsaEncoding: 'ieee-p1363', ...ALGORITHMS[header.alg].options },
      Buffer.from(signature, 'base64url')),
  });
}

async function theyVerify(token) {
  const { payload } = await makeVerifier(token).verify(token, {
    currentDate: NOW,
    requiredClaimKeys: ['vct', 'cnf', 'exp'],
  });
  return payload;
}

const parts = (token) => token.split('~').sort();

function flip(token, at) {
  const character = token[at] === 'A' ? 'B' : 'A';
  return token.slice(0, at) + character + token.slice(at + 1);
}

function claimsOf(facts) {
  return Object.fromEntries(
    Object.entries(facts).map(([fact, text]) => [CLAIMS[fact], text]));
}

async function oursToTheirs(peer) {
  const key = makeIssuer('EdDSA').jwk;
  const { evidence } = await peer.call('issue', {
    key: Buffer.from(key.x, 'base64url').toString('hex'),
    now: NOW,
    lifetime: DAY,
    person: ASTRID,
  });
  const common = {
    vct: 'urn:p2pid:identity:1',
    iss: 'urn:p2pid:test-issuer',
    iat: NOW,
    exp: NOW + DAY,
    cnf: { jwk: { kty: 'OKP', crv: 'Ed25519', x: key.x } },
  };
  assert.deepEqual(await theyVerify(evidence), { ...common, ...claimsOf(ASTRID) });

  // Shortened by us and by them, to the same parts.
  for (const facts of [['name'], ['given-name', 'family-name'], ['role', 'name'], []]) {
    const ours = (await peer.call('select', { evidence, facts })).evidence;
    const shown = Object.fromEntries(
      Object.entries(ASTRID).filter(([fact]) => facts.includes(fact)));
    assert.deepEqual(await theyVerify(ours), { ...common, ...claimsOf(shown) });
    const frame = Object.fromEntries(facts.map((fact) => [CLAIMS[fact], true]));
    assert.deepEqual(parts(await makeVerifier(evidence).present(evidence, frame)), parts(ours));
  }

  // In what is signed, they see every change; a disclosure that no digest asks
  // for they leave aside, where we refuse it.
  const disclosures = evidence.indexOf('~');
  for (let at = 0; at < evidence.length; at += 41) {
    if (evidence[at] !== '.' && evidence[at] !== '~') {
      const altered = flip(evidence, at);
      if (at < disclosures) {
        await assert.rejects(async () => theyVerify(altered), undefined, `altered at ${at}`);
      }
      assert((await peer.call('verify', { evidence: altered, now: NOW })).error, `altered at ${at}`);
    }
  }
}

async function theirsToOurs(peer, alg) {
  const issuer = makeIssuer(alg);
  const instance = makeInstance(issuer);
  const holder = makeIssuer('EdDSA').jwk;
  const anchor = thumbprint(issuer.jwk);
  const payload = {
    vct: 'urn:p2pid:identity:1',
    iss: 'https://issuer.example',
    iat: NOW,
    exp: NOW + DAY,
    cnf: { jwk: holder },
    ...claimsOf(ASTRID),
    address: { locality: 'Umeå', country: 'SE' },
    nationalities: ['SE', 'FI'],
  };
  const frame = {
    _sd: [...Object.values(CLAIMS), 'address'],
    _sd_decoy: 5,
    address: { _sd: ['locality'] },
    nationalities: { _sd: [0, 1], _sd_decoy: 1 },
  };
  const token = await instance.issue(payload, frame, {
    header: { typ: 'dc+sd-jwt', jwk: issuer.jwk },
  });
  const verify = (evidence) => peer.call('verify', { evidence, now: NOW, anchor });
  const key = Buffer.from(holder.x, 'base64url').toString('hex');

  assert.deepEqual(await verify(token), { facts: ASTRID, issuer: 'Peer', key });

  const less = await instance.present(token, {
    name: true, role: true, address: { locality: true }, nationalities: { 1: true },
  });
  assert.deepEqual(await verify(less), {
    facts: { name: ASTRID.name, role: ASTRID.role }, issuer: 'Peer', key,
  });

  // We show the facts alone, and they agree on what is left.
  const { evidence } = await peer.call('select', { evidence: token, facts: ['name'] });
  const left = await theyVerify(evidence);
  assert.equal(left.name, ASTRID.name);
  assert.equal(left.address, undefined);
  assert.deepEqual(left.nationalities, []);

  for (let at = 0; at < token.length; at += 41) {
    if (token[at] !== '.' && token[at] !== '~') {
      assert((await verify(flip(token, at))).error, `altered at ${at}`);
    }
  }
  const stranger = '00'.repeat(32);
  assert.deepEqual(await peer.call('verify', { evidence: token, now: NOW, anchor: stranger }),
    { error: 'untrusted' });
  assert.deepEqual(await peer.call('verify', { evidence: token, now: NOW + DAY, anchor }),
    { error: 'expired' });
}

// A PID from @sd-jwt/core, shown by a wallet of its making for a statement of
// ours.
async function pidToOurs(peer, issuerAlg, holderAlg) {
  const issuer = makeIssuer(issuerAlg);
  const holder = makeIssuer(holderAlg);
  const instance = makeInstance(issuer, holder);
  const anchor = thumbprint(issuer.jwk);
  const key = Buffer.from(makeIssuer('EdDSA').jwk.x, 'base64url').toString('hex');
  const { statement, nonce } = await peer.call('state', { key, now: NOW, lifetime: DAY });
  const token = await instance.issue({
    vct: 'urn:eudi:pid:1',
    iat: NOW - DAY,
    exp: NOW + 30 * DAY,
    cnf: { jwk: holder.jwk },
    family_name: 'Öberg',
    given_name: 'Astrid',
    birthdate: '1984-02-29',
    personal_administrative_number: '198402291234',
    nationalities: ['SE'],
  }, {
    _sd: ['family_name', 'given_name', 'birthdate', 'personal_administrative_number'],
    nationalities: { _sd: [0] },
  }, { header: { typ: 'dc+sd-jwt', jwk: issuer.jwk } });
  const frame = { family_name: true, given_name: true, nationalities: { 0: true } };
  const show = (payload) => instance.present(token, frame, {
    kb: { payload: { iat: NOW + 30, aud: 'urn:p2pid:statement:1', nonce, ...payload } },
  });
  const verify = (evidence) => peer.call('verify', {
    evidence, statement, anchor, now: NOW + 60,
  });
  const shown = await show({});

  assert.deepEqual(await verify(shown), {
    facts: { name: 'Astrid Öberg', 'given-name': 'Astrid', 'family-name': 'Öberg' },
    issuer: 'Peer',
    key,
  });
  assert.deepEqual(await verify(await show({ nonce: 'n' })), { error: 'mismatch' });
  assert.deepEqual(await verify(await show({ aud: 'https://bank.example' })), { error: 'mismatch' });
  assert.deepEqual(await verify(await show({ iat: NOW + 2 * DAY })), { error: 'mismatch' });
  assert.deepEqual(await verify(await instance.present(token, frame)), { error: 'incomplete' });
  const [first, second, ...rest] = shown.split('~');
  assert(second.length > 0);
  assert.deepEqual(await verify([first, ...rest].join('~')), { error: 'mismatch' });
  for (let at = 0; at < shown.length; at += 41) {
    if (shown[at] !== '.' && shown[at] !== '~') {
      assert((await verify(flip(shown, at))).error, `altered at ${at}`);
    }
  }
}

// Withdrawn credentials, by lists of one, two, four and eight bits.
async function listsToOurs(peer) {
  const issuer = makeIssuer('ES256');
  const anchor = thumbprint(issuer.jwk);
  const uri = 'https://issuer.example/lists/1';
  const states = Array.from({ length: 1000 }, (_, i) => (i % 7 === 3 ? 1 : 0));
  for (const bits of [1, 2, 4, 8]) {
    const { header, payload } = createHeaderAndPayload(
      new StatusList(states, bits), { iss: 'https://issuer.example', sub: uri, iat: NOW },
      { alg: 'ES256', jwk: issuer.jwk });
    const text = [header, payload].map(
      (part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const list = `${text}.${signer(issuer)(text)}`;
    for (const idx of [0, 3, 10, 992, 997, 999]) {
      const evidence = await makeInstance(issuer).issue({
        vct: 'urn:p2pid:identity:1',
        iat: NOW,
        exp: NOW + DAY,
        cnf: { jwk: makeIssuer('EdDSA').jwk },
        name: 'Bo Ek',
        status: { status_list: { idx, uri } },
      }, { _sd: ['name'] }, { header: { typ: 'dc+sd-jwt', jwk: issuer.jwk } });
      const answer = await peer.call('verify', { evidence, anchor, list, now: NOW + 60 });

      if (states[idx]) {
        assert.deepEqual(answer, { error: 'revoked' }, `${idx} of ${bits} bits`);
      } else {
        assert.equal(answer['not-withdrawn-at'], NOW, `${idx} of ${bits} bits`);
      }
    }
  }
}

const peer = new Peer(process.argv[2]);
const all = Object.keys(ALGORITHMS);
await oursToTheirs(peer);
for (const alg of all) {
  await theirsToOurs(peer, alg);
  await pidToOurs(peer, alg, 'ES256');
  await pidToOurs(peer, 'ES256', alg);
}
await listsToOurs(peer);
assert.equal(await peer.close(), 0);
console.log(`both ways, ${all.join(', ')}; PIDs; status lists`);
