// Credentials across two implementations of RFC 9901: what our TEST issuer
// issues is verified by @sd-jwt/core, and what @sd-jwt/core issues, with
// Ed25519 and with P-256, is verified by us; shortened and altered on the way.
//
// usage: node interop.mjs EVIDENCE-PEER

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import readline from 'node:readline';

import { SDJwtInstance } from '@sd-jwt/core';
import { digest, generateSalt } from '@sd-jwt/crypto-nodejs';

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

function makeIssuer(alg) {
  const { publicKey, privateKey } = alg === 'EdDSA'
    ? crypto.generateKeyPairSync('ed25519')
    : crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { alg, publicKey, privateKey, jwk: publicKey.export({ format: 'jwk' }) };
}

// RFC 7638, by hand.
function thumbprint({ crv, kty, x, y }) {
  const text = JSON.stringify(y ? { crv, kty, x, y } : { crv, kty, x });
  return crypto.createHash('sha256').update(text).digest('hex');
}

const hash = (alg) => (alg === 'EdDSA' ? null : 'sha256');

function makeInstance(issuer) {
  return new SDJwtInstance({
    signAlg: issuer.alg,
    signer: (data) => crypto.sign(hash(issuer.alg), Buffer.from(data), {
      key: issuer.privateKey,
      dsaEncoding: 'ieee-p1363',
    }).toString('base64url'),
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
      Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' },
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

const peer = new Peer(process.argv[2]);
await oursToTheirs(peer);
await theirsToOurs(peer, 'EdDSA');
await theirsToOurs(peer, 'ES256');
assert.equal(await peer.close(), 0);
console.log('both ways, EdDSA and ES256');
