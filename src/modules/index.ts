import type { Module } from '../core/module/index.js';
import { dns } from './dns/index.js';
import { jabber } from './jabber/index.js';
import { usersModule } from './users/index.js';

/** Every module of the panel. */
export const modules: readonly Module[] = [usersModule, dns, jabber];
