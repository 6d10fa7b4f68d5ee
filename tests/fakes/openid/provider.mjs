// An OpenID provider (npm's oidc-provider) with one person to log in as.
//
//   node provider.mjs
//
// says {"issuer":…, "keys":{ALG:THUMBPRINT}} in one line, and serves until its
// standard input ends. Its clients are "rs256" and "es256", programs without
// a secret that come back to any port of this computer.

import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const person = {
  sub: 'anna-1', name: 'Anna Lindqvist', given_name: 'Anna',
  family_name: 'Lindqvist', birthdate: '1984-02-29',
};

function makeKey(alg) {
  const { privateKey } = alg === 'RS256'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid: `key ${alg}`, alg,
           use: 'sig' };
}

// RFC 7638: the required members in alphabetical order.
function thumbprint(key) {
  const names = key.kty === 'RSA' ? ['e', 'kty', 'n'] : ['crv', 'kty', 'x', 'y'];
  const text = JSON.stringify(Object.fromEntries(names.map((n) => [n, key[n]])));
  return createHash('sha256').update(text).digest('hex');
}

function makeClient(alg) {
  return {
    client_id: alg.toLowerCase(),
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/p2pid'],
    id_token_signed_response_alg: alg,
  };
}

const algorithms = ['RS256', 'ES256'];
const keys = algorithms.map(makeKey);
const server = createServer();

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: algorithms.map(makeClient),
    jwks: { keys },
    cookies: { keys: ['of this test alone'] },
    claims: { profile: ['name', 'given_name', 'family_name', 'birthdate'] },
    features: { claimsParameter: { enabled: true } },
    findAccount: (ctx, sub) => ({
      accountId: sub,
      claims: () => ({ ...person, sub }),
    }),
  });

  server.on('request', provider.callback());
  console.log(JSON.stringify({
    issuer,
    keys: Object.fromEntries(keys.map((k) => [k.alg, thumbprint(k)])),
  }));
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
