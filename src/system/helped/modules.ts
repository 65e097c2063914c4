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
  return modules.map((module) => ({
    ...module,
    offer: () => helper.ask('module.offer', { module: module.id }),
    enableSteps: helpedSteps(helper, module),
    preparations: helpedPreparations(helper, module, onPrepared),
    names: module.names && {
      ...module.names,
      kept: (_machine, settings, userName) =>
        helper.ask('module.kept', { module: module.id, settings: checked(module, settings), userName }),
      keptAmong: async (_machine, settings, userNames) => {
        const asked = { module: module.id, settings: checked(module, settings), userNames: [...userNames] };
        return new Set(await helper.ask('module.kept-among', asked));
      },
      records: (_machine, settings, question) =>
        helper.ask('module.records', { module: module.id, settings: checked(module, settings), question }),
    },
    render: helpedRendering(helper, module),
    inspect:
      module.inspect &&
      (async (_machine, files) => {
        await helper.ask('module.inspect', { module: module.id, files: files.map(namedFile) });
      }),
  }));
}

/** What the helper would refuse never goes there: stored settings of another version fail with the schema's own words. */
function checked(module: Module, settings: Settings): Settings {
  return module.settings.schema.parse(settings);
}

function helpedSteps(helper: HelperLink, module: Module): Module['enableSteps'] {
  return module.enableSteps.map((declared, step) => {
    const asked = { module: module.id, step };
    return {
      ...declared,
      needed: () => helper.ask('module.step-needed', asked),
      async run(_machine, settings) {
        await helper.ask('module.step-run', { ...asked, settings: checked(module, settings) });
      },
      async undo() {
        await helper.ask('module.step-undo', asked);
      },
      async settle() {
        await helper.ask('module.step-settle', asked);
      },
    };
  });
}

function helpedPreparations(
  helper: HelperLink,
  module: Module,
  onPrepared: () => Promise<void>,
): Module['preparations'] {
  return module.preparations.map(({ what }, preparation) => {
    const asked = (settings: Settings, before: Settings | null) => ({
      module: module.id,
      preparation,
      settings: checked(module, settings),
      before: before && checked(module, before),
    });
    return {
      what,
      needed: async (_machine, settings, before) =>
        helper.ask('module.preparation-needed', asked(settings, before)),
      async run(_machine, settings, before) {
        await helper.ask('module.preparation-run', asked(settings, before));
        await onPrepared();
      },
    };
  });
}

function helpedRendering(helper: HelperLink, module: Module): Module['render'] {
  return async (_machine, settings, neighbours) => {
    const rendered = await helper.ask('module.render', {
      module: module.id,
      settings: checked(module, settings),
      neighbours: neighbours.map((one) => ({ module: one.id, settings: one.settings })),
    });
    return rendered.map(({ path, content }) => {
      const file = declarationOf(module.files, path);
      if (file === null) throw new Error(`${module.id} declares no file ${path}`);
      return plannedFile(file, path, content);
    });
  };
}
