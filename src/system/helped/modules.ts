import { declarationOf, plannedFile, type Module } from '../../core/module/index.js';
import type { Settings } from '../../core/settings.js';
import { namedFile } from './configuration.js';
import type { HelperLink } from './helper-link.js';

/**
 * Modules whose work on the machine is done by the helper, which has the same modules: enabling, preparing, rendering.
 * Everything else that they say, what daemons answer and what a client sees among it, is asked from here.
 * @param onPrepared called after each preparation, which may have chosen another port
 */
export function helpedModules(
  helper: HelperLink,
  modules: readonly Module[],
  onPrepared: () => Promise<void>,
): readonly Module[] {
  return modules.map((module) => helpedModule(helper, module, onPrepared));
}

function helpedModule(helper: HelperLink, module: Module, onPrepared: () => Promise<void>): Module {
  // What the helper would refuse never goes there: stored settings of another version fail with the schema's own words.
  const checked = (settings: Settings): Settings => module.settings.schema.parse(settings);
  const checkedBefore = (before: Settings | null): Settings | null => before && checked(before);
  return {
    ...module,
    offer: () => helper.ask('module.offer', { module: module.id }),
    enableSteps: module.enableSteps.map((declared, step) => ({
      ...declared,
      needed: () => helper.ask('module.step-needed', { module: module.id, step }),
      async run(_machine, settings) {
        await helper.ask('module.step-run', { module: module.id, step, settings: checked(settings) });
      },
      async undo() {
        await helper.ask('module.step-undo', { module: module.id, step });
      },
      async settle() {
        await helper.ask('module.step-settle', { module: module.id, step });
      },
    })),
    preparations: module.preparations.map(({ what }, preparation) => ({
      what,
      needed: async (_machine, settings, before) =>
        helper.ask('module.preparation-needed', {
          module: module.id,
          preparation,
          settings: checked(settings),
          before: checkedBefore(before),
        }),
      async run(_machine, settings, before) {
        await helper.ask('module.preparation-run', {
          module: module.id,
          preparation,
          settings: checked(settings),
          before: checkedBefore(before),
        });
        await onPrepared();
      },
    })),
    names: module.names && {
      ...module.names,
      kept: (_machine, settings, userName) =>
        helper.ask('module.kept', { module: module.id, settings: checked(settings), userName }),
    },
    async render(_machine, settings, neighbours) {
      const rendered = await helper.ask('module.render', {
        module: module.id,
        settings: checked(settings),
        neighbours: neighbours.map((one) => ({ module: one.id, settings: one.settings })),
      });
      return rendered.map(({ path, content }) => {
        const file = declarationOf(module.files, path);
        if (file === null) throw new Error(`${module.id} declares no file ${path}`);
        return plannedFile(file, path, content);
      });
    },
    inspect:
      module.inspect &&
      (async (_machine, files) => {
        await helper.ask('module.inspect', { module: module.id, files: files.map(namedFile) });
      }),
  };
}
