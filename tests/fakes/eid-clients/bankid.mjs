// npm's `bankid`, which many Swedish services use, against the fake.
//
// usage: node bankid.mjs ADDRESS CONTROL FOLDER

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { BankIdClientV6 } from 'bankid';

import { byHand, controls, sleep } from './control.mjs';

const [address, controlAddress, folder] = process.argv.slice(2);
const control = controls(controlAddress);
const read = (name) => fs.readFileSync(path.join(folder, name));

function makeClient(more = {}) {
  const client = new BankIdClientV6({
    production: false,
    pfx: read('rp.p12'),
    passphrase: 'qwerty123',
    ca: read('tls-root.pem'),
    refreshInterval: 600,
    qrOptions: {},
    ...more,
  });
  client.axios.defaults.baseURL = `${address}/rp/v6.0/`;
  return client;
}

const TEXT = 'Jag binder datorn till mitt namn. Åäö.';
const STATEMENT = 'statement';
const endUserIp = '192.0.2.7';
const client = makeClient();
const signOrder = () => client.sign({
  endUserIp,
  userVisibleData: TEXT,
  userNonVisibleData: STATEMENT,
  requirement: { pinCode: true },
});
const rejection = (promise) => promise.then(
  () => assert.fail('nothing was refused'), (error) => error);

async function signsByQrCode() {
  const order = await signOrder();
  for (const field of ['orderRef', 'autoStartToken', 'qrStartToken', 'qrStartSecret']) {
    assert.match(order[field], /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  }
  assert.deepEqual(await client.collect({ orderRef: order.orderRef }), {
    orderRef: order.orderRef, status: 'pending', hintCode: 'outstandingTransaction',
  });
  await sleep(1200);
  const codes = order.qr.nextQr(order.orderRef, { maxCycles: 1 });
  const text = (await codes.next()).value;
  const seen = await control('/scan', { text });
  assert(seen.right && seen.age <= 1, 'a code of now');
  const old = await control('/scan', { text: text.replace(/\.\d+\./, '.7.') });
  assert.deepEqual(old, { right: false }, 'a code whose time was changed');

  assert.equal((await client.collect({ orderRef: order.orderRef })).hintCode, 'userSign');
  assert((await control('/approve')).approved);
  const { completionData } = await client.awaitPendingCollect(order.orderRef);
  assert.equal(completionData.user.name, 'Astrid Öberg');
  assert.equal(completionData.device.ipAddress, endUserIp);
  const xml = Buffer.from(completionData.signature, 'base64').toString();
  for (const signed of [TEXT, STATEMENT]) {
    assert(xml.includes(`>${Buffer.from(signed).toString('base64')}<`));
  }
  assert(Buffer.from(completionData.ocspResponse, 'base64').length > 1000);

  const again = await rejection(client.collect({ orderRef: order.orderRef }));
  assert.equal(again.code, 'invalidParameters', 'a completed order, once more');
}

async function signsOnTheSameComputer() {
  const order = await signOrder();
  const link = `bankid:///?autostarttoken=${order.autoStartToken}&redirect=null`;
  assert((await control('/start', { link })).right);
  assert((await control('/approve', { kind: 'file' })).approved);
  const { status } = await client.awaitPendingCollect(order.orderRef);
  assert.equal(status, 'complete');
}

async function tellsHowOrdersFail() {
  const refused = await signOrder();
  await control('/refuse');
  assert.equal((await rejection(client.awaitPendingCollect(refused.orderRef))).hintCode, 'userCancel');

  const waited = await signOrder();
  await control('/advance', { seconds: 31 });
  assert.equal((await client.collect(waited)
    .catch((error) => error)).code, 'invalidParameters', 'more than an orderRef');
  assert.equal((await client.collect({ orderRef: waited.orderRef })).hintCode, 'startFailed');

  const late = await signOrder();
  await control('/start', { link: late.autoStartToken });
  await control('/advance', { seconds: 181 });
  assert.equal((await client.collect({ orderRef: late.orderRef })).hintCode, 'expiredTransaction');

  const cancelled = await signOrder();
  assert.deepEqual(await client.cancel({ orderRef: cancelled.orderRef }), {});
  assert.equal((await rejection(client.collect({ orderRef: cancelled.orderRef }))).code, 'invalidParameters');
}

async function authenticates() {
  const requirement = { personalNumber: '198402299823' };
  const first = await client.authenticate({ endUserIp, requirement });
  const second = await rejection(client.authenticate({ endUserIp, requirement }));
  assert.equal(second.code, 'alreadyInProgress');
  assert.equal((await client.collect({ orderRef: first.orderRef })).hintCode, 'cancelled');
}

async function refusesWhatIsWrong() {
  const bad = await rejection(client.sign({ endUserIp: 'here', userVisibleData: TEXT }));
  assert.equal(bad.code, 'invalidParameters');
  const long = await rejection(client.sign({ endUserIp, userVisibleData: 'x'.repeat(40000) }));
  assert.equal(long.code, 'invalidParameters');
  const unknown = await rejection(client.collect({ orderRef: 'unknown' }));
  assert.equal(unknown.details, 'No such order');

  // Its own certificate is of BankID's test environment, not of this bank.
  const stranger = makeClient({ pfx: undefined });
  const turnedAway = await rejection(stranger.sign({ endUserIp, userVisibleData: TEXT }));
  assert.equal(turnedAway.name, 'RequestError');

  await control('/lie', { lies: [{ path: 'sign', status: 503, body: '{"errorCode":"maintenance","details":""}' }] });
  assert.equal((await rejection(signOrder())).code, 'maintenance');
}

// What the client above would never send.
async function refusesByHand() {
  const tls = { pfx: read('rp.p12'), passphrase: 'qwerty123', ca: read('tls-root.pem') };
  const ask = byHand(`${address}/rp/v6.0`, tls);
  const json = { 'Content-Type': 'application/json' };
  const base64 = (size) => Buffer.alloc(size, 'x').toString('base64');
  const good = { endUserIp, userVisibleData: base64(10) };
  const sign = (more) => ({ headers: json, body: JSON.stringify({ ...good, ...more }) });

  for (const [status, code, path, request] of [
    [404, 'notFound', '/signature', sign({})],
    [405, 'methodNotAllowed', '/sign', { method: 'GET' }],
    [405, 'methodNotAllowed', '/collect', { method: 'PUT', headers: json, body: '{}' }],
    [415, 'unsupportedMediaType', '/sign', { ...sign({}), headers: {} }],
    [415, 'unsupportedMediaType', '/sign', {
      ...sign({}), headers: { 'Content-Type': 'application/json; charset=utf-8' },
    }],
    [400, 'invalidParameters', '/sign', { headers: json, body: '{' }],
    [400, 'invalidParameters', '/sign', { headers: json, body: '[]' }],
    [400, 'invalidParameters', '/sign', sign({ endUserIp: undefined })],
    [400, 'invalidParameters', '/sign', sign({ userVisibleData: undefined })],
    [400, 'invalidParameters', '/sign', sign({ userVisibleData: '' })],
    [400, 'invalidParameters', '/sign', sign({ userVisibleData: 'Pay!' })],
    [400, 'invalidParameters', '/sign', sign({ userVisibleData: base64(30001) })],
    [400, 'invalidParameters', '/sign', sign({ userNonVisibleData: base64(150001) })],
    [400, 'invalidParameters', '/sign', sign({ userVisibleDataFormat: 'html' })],
    [400, 'invalidParameters', '/sign', sign({ personalNumber: '198402299823' })],
    [400, 'invalidParameters', '/sign', sign({ callbackUrl: 'https://example.org' })],
    [400, 'invalidParameters', '/sign', sign({ requirement: { pin: true } })],
    [400, 'invalidParameters', '/sign', sign({ requirement: { personalNumber: '8402299823' } })],
    [400, 'invalidParameters', '/sign', sign({ requirement: { certificatePolicies: ['1.*'] } })],
    [400, 'invalidParameters', '/sign', sign({ returnUrl: 'x'.repeat(513) })],
    [400, 'invalidParameters', '/auth', sign({ userVisibleData: base64(1126) })],
    [400, 'invalidParameters', '/cancel', { headers: json, body: '{}' }],
  ]) {
    const answer = await ask(path, request);
    assert.deepEqual([answer.status, answer.json.errorCode], [status, code],
      `${path} ${JSON.stringify(request).slice(0, 120)}`);
  }
  for (const most of [{ userVisibleData: base64(30000) }, { userNonVisibleData: base64(150000) }]) {
    assert.equal((await ask('/sign', sign(most))).status, 200);
  }

  // Asking too often, or after somebody else's order.
  const { json: { orderRef } } = await ask('/sign', sign({}));
  const collect = { headers: json, body: JSON.stringify({ orderRef }) };
  assert.equal((await ask('/collect', collect)).status, 200);
  const hasty = await ask('/collect', collect);
  assert.deepEqual([hasty.status, hasty.json.errorCode], [429, 'tooManyRequests']);
  assert.equal(hasty.headers['ratelimit-remaining'], '0');

  // A certificate of this very bank, but a person's; and none at all.
  const person = byHand(`${address}/rp/v6.0`, {
    ca: tls.ca, cert: read('person.pem'), key: read('person-key.pem'),
  });
  assert.equal((await person('/sign', sign({}))).json.errorCode, 'unauthorized');
  for (const more of [{}, { cert: read('stranger.pem'), key: read('stranger-key.pem') }]) {
    await assert.rejects(byHand(`${address}/rp/v6.0`, { ca: tls.ca, ...more })('/sign', sign({})));
  }
}

await signsByQrCode();
await signsOnTheSameComputer();
await tellsHowOrdersFail();
await authenticates();
await refusesWhatIsWrong();
await refusesByHand();
console.log('bankid 3.2.1 takes the fake for BankID');
process.exit(0);
