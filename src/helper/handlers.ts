import type { AnswerOf, RequestOf, VerbName } from '../core/helper-verbs.js';
import { declarationOf, type Daemon, type EnableStep, type Module } from '../core/module/index.js';
import { neighbour } from '../core/neighbours.js';
import { neverStarted, type Machine, type RenderedFile } from '../core/ports.js';
import type { Registry } from '../core/registry.js';
import { Secret } from '../core/secret.js';
import type { Settings, SettingValue } from '../core/settings.js';
import { PanelError } from '../errors.js';
import { BegunSteps } from './begun-steps.js';
import { KnownFiles } from './known-files.js';
import { masked } from './masking.js';
import { Refusal } from './refusal.js';

/** What the helper works with: the real machine, and the modules that say what may be done on it. */
export interface HelperParts {
  readonly machine: Machine;
  readonly registry: Registry;
  /** Every secret of the machine by its name. */
  readonly secrets: () => Promise<ReadonlyMap<string, Secret>>;
}

/** What is done at each verb. */
export type Handlers = {
  readonly [V in VerbName]: (request: RequestOf<V>) => Promise<AnswerOf<V>>;
};

/** What is told when something was asked that a former process of the helper knew. */
const reason = 'it was started anew in the middle';

/**
 * The helper's verbs. Nothing is done that no module declares; what a request names otherwise is refused.
 * @throws Refusal from a handler for what no panel of ours asks; everything else is a failure of the work itself
 */
export function createHandlers({ machine, registry, secrets }: HelperParts): Handlers {
  const { certificates, configuration, daemons, layout, network } = machine;
  const known = new KnownFiles();
  const begun = new BegunSteps(machine.store.document('begun-steps'));

  const moduleOf = (id: string): Module => {
    const module = registry.modules.find((candidate) => candidate.id === id);
    return module ?? refuse('no module of this name');
  };
  const settingsOf = (module: Module, given: Settings): Settings => {
    const parsed = module.settings.schema.safeParse(given);
    return parsed.success ? parsed.data : refuse('settings that the module does not take');
  };
  const allDaemons = registry.modules.flatMap((module) => module.daemons);
  const daemonOf = (name: string): Daemon =>
    allDaemons.find((daemon) => daemon.name === name) ?? refuse('no module declares a daemon of this name');
  const isDeclared = (name: string): boolean => allDaemons.some((daemon) => daemon.name === name);
  const declaredFile = (path: string): Pick<RenderedFile, 'readableBy' | 'executable'> => {
    const all = registry.modules.flatMap((module) => module.files);
    const file = declarationOf(all, path) ?? refuse('no module declares a file of this path');
    return { readableBy: file.readableBy, executable: file.executable ?? false };
  };

  return {
    hello: () => Promise.resolve({ state: layout.state, node: layout.node, ports: layout.ports }),

    async 'module.render'(request) {
      const module = moduleOf(request.module);
      const rendered = await module.render(
        machine,
        settingsOf(module, request.settings),
        request.neighbours.map((one) => {
          const beside = moduleOf(one.module);
          return neighbour(beside, settingsOf(beside, one.settings));
        }),
      );
      const hidden = await secrets();
      return rendered.map(({ path, content, readableBy, executable }) => {
        const shown = masked(content, hidden);
        known.remember({ path, content, readableBy, executable }, shown);
        return { path, content: shown };
      });
    },

    async 'module.inspect'({ module: id, files }) {
      const module = moduleOf(id);
      const inspect = module.inspect ?? refuse('the module looks at no files');
      // Those of another module may hold secrets that the account of this one's checker must not see.
      if (!files.every(({ path }) => declarationOf(module.files, path) !== null))
        refuse('the module has no such file');
      await inspect(machine, knownFiles(files));
      return null;
    },

    async 'module.offer'(request) {
      const offer = await moduleOf(request.module).offer(machine);
      return offer === null ? null : { ...offer, settings: defined(offer.settings) };
    },

    'module.step-needed': async (request) => (await stepOf(request).needed?.(machine)) ?? true,

    async 'module.step-run'(request) {
      const module = moduleOf(request.module);
      const step = stepOf(request);
      const settings = settingsOf(module, request.settings);
      await begun.add(module.id, request.step);
      await step.run(machine, settings);
      return null;
    },

    async 'module.step-undo'(request) {
      const step =
        moduleOf(request.module).enableSteps[request.step] ?? refuse('the module has no such step');
      // Only what was begun and is not settled: a module that is enabled keeps what it has.
      if (!(await begun.has(request.module, request.step))) return null;
      await step.undo(machine);
      await begun.remove(request.module, request.step);
      return null;
    },

    async 'module.step-settle'(request) {
      await stepOf(request).settle?.(machine);
      await begun.remove(request.module, request.step);
      return null;
    },

    async 'module.preparation-needed'(request) {
      const { preparation, settings, before } = preparationOf(request);
      return preparation.needed(machine, settings, before);
    },

    async 'module.preparation-run'(request) {
      const { preparation, settings, before } = preparationOf(request);
      await preparation.run(machine, settings, before);
      return null;
    },

    async 'module.kept'({ module: id, settings, userName }) {
      const module = moduleOf(id);
      const names = module.names ?? refuse('the module keeps nothing for a name');
      return names.kept(machine, settingsOf(module, settings), userName);
    },

    'configuration.live-number': () => configuration.liveNumber(),

    async 'configuration.live'() {
      const live = await configuration.live();
      const hidden = await secrets();
      return live.map(({ path, content, written, changedByHand, access }) => {
        const shown = content === null ? null : masked(content, hidden);
        const declared = registry.modules.some((module) => declarationOf(module.files, path) !== null);
        if (declared && content !== null && shown !== null)
          known.remember({ path, content, ...declaredFile(path) }, shown);
        return {
          path,
          content: shown,
          written: written === content ? null : masked(written, hidden),
          changedByHand,
          ...(access === undefined ? {} : { access }),
        };
      });
    },

    async 'configuration.write'(request) {
      return configuration.write(knownFiles(request));
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
      if (!paths.every((path) => live.has(path))) refuse('the live generation has no such file');
      return configuration.setAside(paths);
    },

    async 'configuration.prune'({ keep }) {
      await configuration.prune(keep);
      return null;
    },

    async 'daemon.declare'({ names }) {
      await daemons.declare(names.map((name) => daemonOf(name).command(machine)));
      return null;
    },

    async 'daemon.start'({ name }) {
      await daemons.start(daemonOf(name).name);
      return null;
    },

    async 'daemon.stop'({ name }) {
      await daemons.stop(daemonOf(name).name);
      return null;
    },

    async 'daemon.hang-up'({ name }) {
      await daemons.signal(daemonOf(name).name, 'SIGHUP');
      return null;
    },

    // An open journal of another version may name a daemon that there is no more.
    'daemon.state': ({ name }) => (isDeclared(name) ? daemons.state(name) : Promise.resolve(neverStarted)),

    'daemon.replaced': ({ name }) => daemons.replaced(daemonOf(name).name),

    'daemon.last-lines': async ({ name, count }) => [
      ...(await daemons.lastLines(daemonOf(name).name, count)),
    ],

    async 'port.listeners'({ port, protocol }) {
      if (!Object.values(layout.ports).includes(port)) refuse('a port that is none of ours');
      return [...(await network.listeners(port, protocol))];
    },

    async 'certificate.read'({ source, reader }) {
      const pem = await certificates.read(source, reader);
      return pem === null ? null : masked(pem, await secrets());
    },

    'certificate.examine': ({ source, hosts }) => certificates.examine(source, hosts),

    async 'certificate.make'({ domain, hosts }) {
      await certificates.make(domain, hosts);
      return null;
    },

    'certificate.keep': ({ parts, passphrase }) =>
      certificates.keep({
        parts: parts.map((part) => Buffer.from(part, 'base64')),
        passphrase: new Secret(passphrase),
      }),

    async 'certificate.forget'({ id }) {
      await certificates.forget(id);
      return null;
    },

    'secret.of-panel': async ({ name }) => (await machine.secrets.named(name)).reveal(),
  };

  function knownFiles(request: RequestOf<'configuration.write'>): readonly RenderedFile[] {
    const files = request.map(({ path, digest }) => {
      declaredFile(path);
      const file = known.find(path, digest);
      if (file === null) throw new PanelError('helper-unavailable', { reason });
      return file;
    });
    if (new Set(files.map(({ path }) => path)).size !== files.length) refuse('a file is named twice');
    return files;
  }

  function stepOf({ module, step }: RequestOf<'module.step-undo'>): EnableStep<Settings> {
    return moduleOf(module).enableSteps[step] ?? refuse('the module has no such step');
  }

  function preparationOf(request: RequestOf<'module.preparation-run'>): {
    readonly preparation: Module['preparations'][number];
    readonly settings: Settings;
    readonly before: Settings | null;
  } {
    const module = moduleOf(request.module);
    return {
      preparation: module.preparations[request.preparation] ?? refuse('the module has no such preparation'),
      settings: settingsOf(module, request.settings),
      before: request.before === null ? null : settingsOf(module, request.before),
    };
  }
}

/** Settings without those that are not said. */
function defined(settings: Partial<Settings>): Settings {
  const said: Record<string, SettingValue> = {};
  for (const [name, value] of Object.entries(settings)) if (value !== undefined) said[name] = value;
  return said;
}

function refuse(reason: string): never {
  throw new Refusal(reason);
}
