import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, send, startPanel, type Answer } from './test-panel.js';
import { expectLog } from '../helpers/log-rule.js';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
];

/** The headers that are there to protect, and those that tell too much. */
function protection({ headers }: Answer): Readonly<Record<string, unknown>> {
  return {
    csp: String(headers['content-security-policy']).split(';'),
    frame: headers['x-frame-options'],
    type: headers['x-content-type-options'],
    referrer: headers['referrer-policy'],
    opener: headers['cross-origin-opener-policy'],
    resource: headers['cross-origin-resource-policy'],
    permissions: headers['permissions-policy'],
    cache: headers['cache-control'],
    transport: headers['strict-transport-security'],
    poweredBy: headers['x-powered-by'],
    server: headers.server,
  };
}

const expected = {
  csp: policy,
  frame: 'DENY',
  type: 'nosniff',
  referrer: 'no-referrer',
  opener: 'same-origin',
  resource: 'same-origin',
  permissions: 'geolocation=(), camera=(), microphone=()',
  cache: 'no-store',
  transport: undefined,
  poweredBy: undefined,
  server: undefined,
};

test('every kind of answer has exactly the headers of the policy', async (context) => {
  expectLog('panel', /^error: \w+: GET \/module-state: /);
  const { administrator, stranger, port, panel } = await startPanel(context);
  const browser = administrator();
  const page = await browser.get('/module-state');
  const answers: readonly [status: number, answer: Answer][] = [
    [200, page],
    [200, await stranger().get('/sign-in')],
    [303, await stranger().get('/users')],
    [
      303,
      await browser
        .post('/save-changes/discard', { _pending: 'x' })
        .then(() => browser.get('/save-changes/progress')),
    ],
    [403, await browser.post('/save-changes', { _token: '' })],
    [404, await browser.get('/nothing')],
    [405, await browser.post('/logs')],
    [413, await browser.post('/jabber', { domain: 'x'.repeat(1_100_000) })],
    [421, await send(port, { method: 'GET', path: '/', headers: { Host: 'evil.test' } })],
  ];
  for (const [status, answer] of answers) {
    assert.equal(answer.status, status);
    assert.deepEqual(protection(answer), expected, String(status));
  }
  panel.modules.rows = () => {
    throw new Error('made to fail');
  };
  const failure = await browser.get('/module-state');
  assert.equal(failure.status, 500);
  assert.deepEqual(protection(failure), expected);

  const style = await browser.get('/assets/style.css');
  assert.deepEqual(protection(style), { ...expected, cache: 'no-cache' });
  const again = { 'If-None-Match': String(style.headers.etag) };
  assert.equal((await browser.get('/assets/style.css', again)).status, 304);
});

test('with TLS the browser is told to stay with it, once it trusts the certificate', async (context) => {
  const selfSigned = protection(
    await (await startPanel(context, { secure: true })).stranger().get('/sign-in'),
  );
  assert.deepEqual(selfSigned, { ...expected, csp: [...policy, 'upgrade-insecure-requests'] });
  const renewed = await startPanel(context, { secure: true });
  const transport = async () => protection(await renewed.stranger().get('/sign-in'))['transport'];
  assert.equal(await transport(), undefined);
  Object.assign(renewed.deps.config, { trusted: true });
  assert.equal(await transport(), 'max-age=31536000');
});

for (const { secure, prefix, attributes } of [
  { secure: false, prefix: 'ebox', attributes: 'Path=/; HttpOnly; SameSite=Strict' },
  { secure: true, prefix: '__Host-ebox', attributes: 'Path=/; Secure; HttpOnly; SameSite=Strict' },
]) {
  test(`the cookies at sign-in and sign-out, ${secure ? 'with' : 'without'} TLS`, async (context) => {
    const panel = await startPanel(context, { secure });
    const browser = panel.stranger();
    const { headers: before } = await browser.get('/sign-in');
    const [visitor] = before['set-cookie'] ?? [];
    assert.match(visitor ?? '', new RegExp(`^${prefix}-visitor=[A-Za-z0-9_-]{43}; ${attributes}$`));

    const { headers: signedIn } = await browser.post('/sign-in', { name: 'admin', password: PASSWORD });
    const [session, gone, device] = signedIn['set-cookie'] ?? [];
    assert.match(session ?? '', new RegExp(`^${prefix}=[A-Za-z0-9_-]{43}; ${attributes}$`));
    assert.equal(gone, `${prefix}-visitor=; Max-Age=0; ${attributes}`);
    const lasting = `Max-Age=7776000; ${attributes}`;
    assert.match(device ?? '', new RegExp(`^${prefix}-device=[A-Za-z0-9_-]{43}; ${lasting}$`));

    await browser.get('/module-state');
    const { headers: signedOut } = await browser.post('/sign-out');
    assert.deepEqual(signedOut['set-cookie'], [`${prefix}=; Max-Age=0; ${attributes}`]);
    assert.equal(signedOut['clear-site-data'], '"cache", "storage"');
  });
}
