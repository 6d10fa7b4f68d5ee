// npm's `bankid`, which many Swedish services use, against the fake.
//
// usage: node bankid.mjs ADDRESS CONTROL FOLDER

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { BankIdClientV6 } from 'bankid';

import { controls, sleep } from './control.mjs';

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

await signsByQrCode();
await signsOnTheSameComputer();
await tellsHowOrdersFail();
await authenticates();
await refusesWhatIsWrong();
console.log('bankid 3.2.1 takes the fake for BankID');
process.exit(0);
