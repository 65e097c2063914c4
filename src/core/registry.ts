import { PanelError } from '../errors.js';
import type { Module } from './module/index.js';

/** The modules in dependency order: a module comes after all that it depends on. */
export interface Registry {
  readonly modules: readonly Module[];
  /** Throws `module-unknown`. */
  get(id: string): Module;
  /** The module and all that it depends on, in dependency order. */
  withDependencies(id: string): readonly Module[];
  /** The module and all that depend on it, the dependents first: the order of turning off. */
  withDependents(id: string): readonly Module[];
}

/** Orders the modules. Throws an Error that names a missing or circular dependency, or an id that stands twice. */
export function createRegistry(modules: readonly Module[]): Registry {
  const byId = new Map(modules.map((module) => [module.id, module]));
  if (byId.size !== modules.length) throw new Error('two modules have the same id');
  const get = (id: string): Module => {
    const module = byId.get(id);
    if (module === undefined) throw new PanelError('module-unknown');
    return module;
  };

  const ordered: Module[] = [];
  const visit = (module: Module, path: readonly string[]): void => {
    if (path.includes(module.id)) throw new Error(`circular dependency: ${[...path, module.id].join(' → ')}`);
    if (ordered.includes(module)) return;
    for (const id of module.dependsOn) {
      const dependency = byId.get(id);
      if (dependency === undefined) throw new Error(`${module.id} depends on ${id}, which there is not`);
      visit(dependency, [...path, module.id]);
    }
    ordered.push(module);
  };
  for (const module of modules) visit(module, []);

  const dependsOn = (module: Module, id: string): boolean =>
    module.id === id || module.dependsOn.some((dependency) => dependsOn(get(dependency), id));
  return {
    modules: ordered,
    get,
    withDependencies: (id) => {
      const wanted = get(id);
      return ordered.filter((module) => dependsOn(wanted, module.id));
    },
    withDependents: (id) => {
      get(id);
      return ordered.filter((module) => dependsOn(module, id)).reverse();
    },
  };
}
