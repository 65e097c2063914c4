import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { TestContext } from 'node:test';

/** An empty folder below /tmp that every account can enter. It is gone after the test. */
export async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp('/tmp/ebox-test-');
  await chmod(folder, 0o755);
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
