import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRegistry } from '../../src/core/registry.js';
import { wordModule } from '../helpers/modules.js';

const ids = (modules: readonly { id: string }[]): string[] => modules.map(({ id }) => id);

test('modules come after what they depend on, however they are listed', () => {
  const registry = createRegistry([
    wordModule('chat', ['users']),
    wordModule('users'),
    wordModule('web', ['chat']),
  ]);
  assert.deepEqual(ids(registry.modules), ['users', 'chat', 'web']);
});

test('turning on takes the dependencies first, turning off the dependents first', () => {
  const registry = createRegistry([
    wordModule('users'),
    wordModule('chat', ['users']),
    wordModule('web', ['chat']),
  ]);
  assert.deepEqual(ids(registry.withDependencies('web')), ['users', 'chat', 'web']);
  assert.deepEqual(ids(registry.withDependencies('users')), ['users']);
  assert.deepEqual(ids(registry.withDependents('users')), ['web', 'chat', 'users']);
  assert.deepEqual(ids(registry.withDependents('web')), ['web']);
});

test('a missing, circular or doubled module is an error that names it', () => {
  assert.throws(() => createRegistry([wordModule('chat', ['users'])]), /chat depends on users/);
  assert.throws(
    () => createRegistry([wordModule('a', ['b']), wordModule('b', ['a'])]),
    /circular dependency: a → b → a/,
  );
  assert.throws(() => createRegistry([wordModule('a'), wordModule('a')]), /same id/);
  assert.throws(
    () => createRegistry([wordModule('a')]).get('b'),
    /There is no module with this name\. Choose one on the Module State page\./,
  );
});
