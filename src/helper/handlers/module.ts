import { declarationOf } from '../../core/module/index.js';
import { neighbour } from '../../core/neighbours.js';
import type { Settings, SettingValue } from '../../core/settings.js';
import { say } from '../../core/words/sentence.js';
import { masked } from '../masking.js';
import { refuse } from '../refusal.js';
import type { HandlersOf } from './handlers.js';
import type { HandlerParts } from './parts.js';

/** What a module is asked. */
export function moduleHandlers({
  machine,
  declared,
  known,
  secrets,
}: HandlerParts): HandlersOf<
  'module.render' | 'module.inspect' | 'module.offer' | 'module.kept' | 'module.kept-among' | 'module.records'
> {
  return {
    async 'module.render'(request) {
      const module = declared.module(request.module);
      const settings = declared.settings(module, request.settings);
      const neighbours = request.neighbours.map((one) => {
        const beside = declared.module(one.module);
        return neighbour(beside, declared.settings(beside, one.settings));
      });
      const rendered = await module.render(machine, settings, neighbours);
      const hidden = await secrets();
      return rendered.map(({ path, content, readableBy, executable }) => {
        const shown = masked(content, hidden);
        known.remember({ path, content, readableBy, executable }, shown);
        return { path, content: shown };
      });
    },

    async 'module.inspect'({ module: id, files }) {
      const module = declared.module(id);
      const inspect = module.inspect ?? refuse(say`The module inspects no files.`);
      // Those of another module may hold secrets that the account of this one's checker must not see.
      if (!files.every(({ path }) => declarationOf(module.files, path) !== null))
        refuse(say`The module has no such file.`);
      await inspect(machine, known.named(files));
      return null;
    },

    async 'module.offer'({ module }) {
      const offer = await declared.module(module).offer(machine);
      return offer === null ? null : { ...offer, settings: said(offer.settings) };
    },

    async 'module.kept'({ module: id, settings, userName }) {
      const module = declared.module(id);
      const names = module.names ?? refuse(say`The module keeps nothing for a name.`);
      return names.kept(machine, declared.settings(module, settings), userName);
    },

    async 'module.kept-among'({ module: id, settings, userNames }) {
      const module = declared.module(id);
      const names = module.names ?? refuse(say`The module keeps nothing for a name.`);
      return [...(await names.keptAmong(machine, declared.settings(module, settings), userNames))];
    },

    async 'module.records'({ module: id, settings, question }) {
      const module = declared.module(id);
      const names = module.names ?? refuse(say`The module keeps nothing for a name.`);
      return names.records(machine, declared.settings(module, settings), question);
    },
  };
}

/** Settings without those that are not said. */
function said(settings: Partial<Settings>): Settings {
  const found: Record<string, SettingValue> = {};
  for (const [name, value] of Object.entries(settings)) if (value !== undefined) found[name] = value;
  return found;
}
