import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { isIssuedBy } from '../../../src/system/certificates/bundle.js';
import { pruned } from '../../../src/system/certificates/chain.js';
import { issue, type Issued } from '../../helpers/certificates.js';

const certificateOf = ({ pem }: Issued): X509Certificate => new X509Certificate(pem);

test('a root that was cross-signed by an older one goes with it where clients have that root; nothing else does', async () => {
  const root = await issue({ names: ['Root'], isAuthority: true });
  const old = await issue({ names: ['Old Root'], isAuthority: true, fromDay: -900, toDay: -30 });
  const crossed = await issue({ names: ['Root'], isAuthority: true, issuer: old, withKey: root.key });
  const middle = await issue({ names: ['Middle'], isAuthority: true, issuer: root });
  const server = await issue({ names: ['chat.lan'], issuer: middle });
  const known = (certificate: X509Certificate) =>
    Promise.resolve(isIssuedBy(certificate, certificateOf(root)));
  const nobody = () => Promise.resolve(false);
  const kept = async (above: readonly Issued[], vouched: typeof known): Promise<readonly string[]> => {
    const { chain, leftOut } = await pruned(
      [certificateOf(server), ...above.map(certificateOf)],
      new Date(),
      vouched,
    );
    assert.equal(chain.length + leftOut.length, above.length + 1);
    return chain.map(({ subject, issuer }) => `${subject} by ${issuer}`);
  };
  const both = ['CN=chat.lan by CN=Middle', 'CN=Middle by CN=Root'];
  assert.deepEqual(await kept([middle, crossed, old], known), both);
  assert.deepEqual(await kept([middle, crossed, old], nobody), [...both, 'CN=Root by CN=Old Root']);
  assert.deepEqual(
    await kept([middle, crossed], known),
    [...both, 'CN=Root by CN=Old Root'],
    'nothing has ended',
  );
  assert.deepEqual(await kept([middle, root], known), [...both, 'CN=Root by CN=Root']);
  const past = new Date(Date.now() + 1000 * 86_400_000);
  const all = await pruned([certificateOf(server), certificateOf(middle)], past, known);
  assert.equal(all.chain.length, 1, 'the server’s own is never left out');
});
