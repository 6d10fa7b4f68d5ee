// The Freja client of npm's `eid-provider` against the fake. Its
// initSignRequest sends what it should and then stumbles over the answer, so
// the reference comes from the control interface.
//
// usage: node freja.mjs ADDRESS CONTROL FOLDER

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { byHand, controls } from './control.mjs';

const [address, controlAddress, folder] = process.argv.slice(2);
const control = controls(controlAddress);
const read = (name) => fs.readFileSync(path.join(folder, name));
const freja = createRequire(import.meta.url)('eid-provider')('frejaeid');

const certificate = read('root.pem');
const x5t = crypto.createHash('sha1')
  .update(new crypto.X509Certificate(certificate).raw).digest('base64url');

freja.initialize({
  ...freja.settings.testing,
  endpoint: address,
  client_cert: read('rp.p12'),
  password: 'qwerty123',
  ca_cert: read('tls-root.pem'),
  jwt_cert: { [x5t]: certificate },
  minimumLevel: 'PLUS',
  id_type: 'INFERRED',
});

const TEXT = 'Jag binder datorn till mitt namn. Åäö.';

async function initSign() {
  const before = (await control('/orders')).orders.length;
  await assert.rejects(freja.initSignRequest('N/A', TEXT), TypeError);
  const { orders } = await control('/orders');
  assert.equal(orders.length, before + 1, 'the request was taken');
  return orders.at(-1).signRef;
}

const link = (signRef) =>
  `frejaeid://bindUserToTransaction?transactionReference=${encodeURIComponent(signRef)}`;

async function signs() {
  const signRef = await initSign();
  assert.equal((await freja.pollSignStatus(signRef)).code, 'pending_notdelivered');
  assert((await control('/scan', { text: link(signRef) })).right);
  assert.equal((await freja.pollSignStatus(signRef)).code, 'pending_user_in_app');
  assert.equal((await control('/approve', { level: 'EXTENDED' })).approved, false);
  assert((await control('/approve')).approved);
  const { status, user, extra } = await freja.pollSignStatus(signRef);
  assert.equal(status, 'completed');
  assert.equal(user.fullname, 'Astrid Öberg');
  assert.equal(extra.ssn_number, '198402299823');
  assert.equal(extra.date_of_birth, '1984-02-29');
  const payload = JSON.parse(Buffer.from(extra.jwt_token.split('.')[1], 'base64url'));
  const signed = JSON.parse(Buffer.from(payload.signatureData.userSignature.split('.')[1], 'base64url'));
  assert.equal(Buffer.from(signed.text, 'base64').toString(), TEXT);
}

async function seesForgeries() {
  for (const alter of ['signature-flipped', 'payload-changed', 'key-other', 'algorithm-none']) {
    const signRef = await initSign();
    await control('/scan', { text: link(signRef) });
    await control('/approve', { alter });
    assert.equal((await freja.pollSignStatus(signRef)).status, 'error', alter);
  }
}

async function tellsHowOrdersEnd() {
  const refused = await initSign();
  await control('/refuse');
  assert.equal((await freja.pollSignStatus(refused)).code, 'cancelled_by_user');

  const late = await initSign();
  await control('/advance', { seconds: 121 });
  assert.equal((await freja.pollSignStatus(late)).code, 'expired_transaction');

  const cancelled = await initSign();
  await freja.cancelSignRequest(cancelled);
  assert.equal((await freja.pollSignStatus(cancelled)).code, 'cancelled_by_idp');

  assert.equal((await freja.pollSignStatus('unknown')).code, 'request_id_invalid');
}

// What the client above would never send.
async function refusesByHand() {
  const tls = { pfx: read('rp.p12'), passphrase: 'qwerty123', ca: read('tls-root.pem') };
  const ask = byHand(`${address}/sign/1.0`, tls);
  const encode = (value) => Buffer.from(value).toString('base64');
  const good = {
    userInfoType: 'INFERRED',
    userInfo: 'N/A',
    minRegistrationLevel: 'PLUS',
    dataToSignType: 'EXTENDED_UTF8_TEXT',
    dataToSign: { text: encode(TEXT), binaryData: encode('statement') },
    signatureType: 'EXTENDED',
    attributesToReturn: [{ attribute: 'BASIC_USER_INFO' }],
  };
  const send = (name, value, more = '') =>
    ({ body: `${name}=${encodeURIComponent(encode(value))}${more}` });
  const sign = (change) => send('initSignRequest', JSON.stringify({ ...good, ...change }));

  for (const [code, path, request] of [
    [1000, '/initSignature', { body: JSON.stringify(good) }],
    [1000, '/initSignature', send('initAuthRequest', JSON.stringify(good))],
    [1000, '/initSignature', send('initSignRequest', JSON.stringify(good), '&more=1')],
    [1004, '/initSignature', send('initSignRequest', JSON.stringify(good), '&relyingPartyId=other')],
    [1010, '/initSignature', send('initSignRequest', 'text')],
    [1010, '/initSignature', send('initSignRequest', '[]')],
    [1010, '/initSignature', sign({ callback: 'https://example.org' })],
    [1001, '/initSignature', sign({ userInfoType: 'NAME' })],
    [1002, '/initSignature', sign({ userInfo: 'somebody' })],
    [1007, '/initSignature', sign({ minRegistrationLevel: 'HIGH' })],
    [3000, '/initSignature', sign({ dataToSignType: 'HTML' })],
    [3001, '/initSignature', sign({ dataToSign: { text: encode(TEXT) } })],
    [3001, '/initSignature', sign({ dataToSign: { ...good.dataToSign, text: encode('x'.repeat(4097)) } })],
    [3001, '/initSignature', sign({ dataToSign: { ...good.dataToSign, text: '*' } })],
    [3002, '/initSignature', sign({ signatureType: 'SIMPLE' })],
    [3003, '/initSignature', sign({ expiry: Date.now() + 60 * 1000 })],
    [3003, '/initSignature', sign({ expiry: Date.now() + 31 * 86400 * 1000 })],
    [3004, '/initSignature', sign({ pushNotification: { title: 'x', url: 'x' } })],
    [3005, '/initSignature', sign({ attributesToReturn: [{ attribute: 'SHOE_SIZE' }] })],
    [3005, '/initSignature', sign({ minRegistrationLevel: 'BASIC' })],
    [3007, '/initSignature', sign({ title: 'x'.repeat(129) })],
    [1100, '/getOneResult', send('getOneSignResultRequest', '{"signRef":"none"}')],
    [1100, '/cancel', send('cancelSignRequest', '{}')],
  ]) {
    const answer = await ask(path, request);
    assert.deepEqual([answer.status, answer.json.code], [422, code],
      `${path} ${JSON.stringify(answer.json)} ${JSON.stringify(request).slice(0, 120)}`);
  }
  assert.equal((await ask('/initSignature', { method: 'GET' })).status, 405);
  assert.equal((await ask('/initAuthentication', sign({}))).status, 404);
  assert.equal((await ask('/initSignature', sign({ title: 'x'.repeat(128) }))).status, 200);
  for (const more of [{}, { cert: read('stranger.pem'), key: read('stranger-key.pem') }]) {
    await assert.rejects(byHand(`${address}/sign/1.0`, { ca: tls.ca, ...more })('/initSignature', sign({})));
  }
}

await signs();
await seesForgeries();
await tellsHowOrdersEnd();
await refusesByHand();
console.log('eid-provider 0.2.0 takes the fake for Freja');
process.exit(0);
