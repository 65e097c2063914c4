import { createHash } from 'node:crypto';
import type { Configuration, RenderedFile } from '../../core/ports.js';
import type { HelperLink } from './helper-link.js';

/** The generations as the helper keeps them. Texts have secrets and keys masked, those that are written too. */
export function helpedConfiguration(helper: HelperLink): Configuration {
  return {
    liveNumber: () => helper.ask('configuration.live-number', {}),
    async live() {
      const files = await helper.ask('configuration.live', {});
      return files.map(({ path, content, written, hasDrifted }) => ({
        path,
        content,
        written: written ?? content ?? '',
        hasDrifted,
      }));
    },
    write: (files) => helper.ask('configuration.write', files.map(namedFile)),
    async activate(generation) {
      await helper.ask('configuration.activate', { generation });
    },
    async restore(generation) {
      await helper.ask('configuration.restore', { generation });
    },
    setAside: (paths) => helper.ask('configuration.set-aside', { paths: [...paths] }),
    async prune(keep) {
      await helper.ask('configuration.prune', { keep: [...keep] });
    },
  };
}

/** A file as the helper knows it: it rendered it, or found it live. */
export function namedFile({ path, content }: Pick<RenderedFile, 'path' | 'content'>): {
  path: string;
  digest: string;
} {
  return { path, digest: createHash('sha256').update(content, 'utf8').digest('hex') };
}
