// Plays the person, by the control interface of a fake; and asks it by hand
// what no client asks.

import assert from 'node:assert/strict';
import https from 'node:https';

export const sleep = (milliseconds) =>
  new Promise((resolve) => { setTimeout(resolve, milliseconds); });

export function controls(address) {
  return async (path, wish = {}) => {
    const answer = await fetch(address + path, {
      method: 'POST',
      body: JSON.stringify(wish),
    });
    assert.equal(answer.status, 200, path);
    return answer.json();
  };
}

// Requests as they are given, by whom the TLS options say: the status, the
// JSON and the headers of the answer.
export function byHand(address, tls) {
  return (path, { method = 'POST', headers = {}, body = '' } = {}) =>
    new Promise((resolve, reject) => {
      const request = https.request(address + path, { ...tls, method, headers, agent: false }, (answer) => {
        let text = '';
        answer.on('data', (data) => { text += data; });
        answer.on('end', () => resolve({
          status: answer.statusCode, headers: answer.headers, json: JSON.parse(text || '{}'),
        }));
      });
      request.on('error', reject);
      request.end(body);
    });
}
