import { choiceOf, type PanelState } from '../../core/draft.js';
import type { Module } from '../../core/module/index.js';

/** One row of the Module State page. */
export interface ModuleRow {
  readonly module: Module;
  /** In the draft. */
  readonly enabled: boolean;
  readonly savedEnabled: boolean;
  /** Its consent was given and carried out at some time. */
  readonly configured: boolean;
}

/** How a module stands in the panel's state. */
export function rowOf(state: PanelState, module: Module): ModuleRow {
  return {
    module,
    enabled: choiceOf(state.draft, module.id).enabled,
    savedEnabled: choiceOf(state.saved, module.id).enabled,
    configured: state.configured.includes(module.id),
  };
}
