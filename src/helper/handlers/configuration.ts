import { say } from '../../core/words/sentence.js';
import { masked } from '../masking.js';
import { refuse } from '../refusal.js';
import type { HandlersOf } from './handlers.js';
import type { HandlerParts } from './parts.js';

/** The generations of the rendered configuration. */
export function configurationHandlers({
  machine: { configuration },
  declared,
  known,
  secrets,
}: HandlerParts): HandlersOf<`configuration.${string}`> {
  return {
    'configuration.live-number': () => configuration.liveNumber(),

    async 'configuration.live'() {
      const live = await configuration.live();
      const hidden = await secrets();
      return live.map(({ path, content, written, hasDrifted, access }) => {
        const shown = content === null ? null : masked(content, hidden);
        const declaredAccess = declared.accessTo(path);
        if (declaredAccess !== null && content !== null && shown !== null)
          known.remember({ path, content, ...declaredAccess }, shown);
        return {
          path,
          content: shown,
          written: written === content ? null : masked(written, hidden),
          hasDrifted,
          ...(access === undefined ? {} : { access }),
        };
      });
    },

    async 'configuration.write'(files) {
      if (files.some(({ path }) => declared.accessTo(path) === null))
        refuse(say`No module declares a file with this path.`);
      return configuration.write(known.named(files));
    },

    async 'configuration.activate'({ generation }) {
      await configuration.activate(generation);
      return null;
    },

    async 'configuration.restore'({ generation }) {
      await configuration.restore(generation);
      return null;
    },

    async 'configuration.set-aside'({ paths }) {
      const live = new Set((await configuration.live()).map(({ path }) => path));
      if (!paths.every((path) => live.has(path))) refuse(say`The active configuration has no such file.`);
      return configuration.setAside(paths);
    },

    async 'configuration.prune'({ keep }) {
      await configuration.prune(keep);
      return null;
    },
  };
}
