// A person before a browser: Chromium without a window, driven by its
// developers' protocol over a pipe.
//
//   node browser.mjs CHROMIUM URL login|cancel
//
// Opens the address, logs in and agrees (or presses "Cancel"), and prints the
// text of the page that it ends on, which is the program's own.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [program, url, wish] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), 'p2pid-browser-'));
// No sandbox: it will not have one as root or in a container, and sees no page
// but the provider's and ours.
const child = spawn(program, [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
  '--no-first-run', '--remote-debugging-pipe', `--user-data-dir=${home}`,
], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
const [, , , to, from] = child.stdio;
const waiting = new Map();
let count = 0;
let rest = '';

from.setEncoding('utf8');
from.on('data', (data) => {
  const parts = (rest + data).split('\0');
  rest = parts.pop();
  for (const message of parts.map((part) => JSON.parse(part)))
    waiting.get(message.id)?.(message);
});

function call(method, params, sessionId) {
  const id = ++count;
  to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  return new Promise((done, fail) => waiting.set(id, (message) => {
    waiting.delete(id);
    if (message.error) fail(new Error(`${method}: ${message.error.message}`));
    else done(message.result);
  }));
}

const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

// What the page answers; nothing while it is being replaced.
async function ask(session, expression) {
  try {
    const { result } = await call('Runtime.evaluate', { expression }, session);
    return result.value;
  } catch {
    return undefined;
  }
}

// The provider's own pages: a form to log in with, a form to agree, a link to
// cancel. What was pressed is marked, for the page may stay a moment.
const step = `(() => {
  const done = document.body?.dataset;
  if (!done || document.readyState !== 'complete' || done.pressed) return '';
  if (location.pathname === '/p2pid') return document.body.innerText;
  const name = document.querySelector('input[name=login]');
  const cancel = [...document.querySelectorAll('a')]
    .find((a) => /cancel|abort/i.test(a.innerText));
  const button = document.querySelector('button[type=submit]');
  done.pressed = 'yes';
  if (${JSON.stringify(wish)} === 'cancel' && cancel) cancel.click();
  else if (button) {
    if (name) {
      name.value = 'anna-1';
      document.querySelector('input[name=password]').value = 'anything';
    }
    button.click();
  }
  return '';
})()`;

async function browse() {
  const { targetId } = await call('Target.createTarget', { url });
  const { sessionId } = await call('Target.attachToTarget',
                                   { targetId, flatten: true });
  for (let i = 0; i < 600; i++) {
    const text = await ask(sessionId, step);
    if (text) return text;
    await sleep(50);
  }
  throw new Error('stuck at '
    + await ask(sessionId, 'location.href + " " + document.body.innerText'));
}

// Its helpers may outlive it for a moment, with our pipes in their hands.
child.on('exit', () => {
  rmSync(home, { recursive: true, force: true, maxRetries: 20 });
  process.exit();
});

try {
  console.log(await browse());
} catch (error) {
  console.log(error.message);
  process.exitCode = 1;
}
child.kill('SIGKILL');
