// Plays the person, by the control interface of a fake.

import assert from 'node:assert/strict';

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
