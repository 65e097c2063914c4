import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../src/core/words/english.js';
import { commands } from '../../src/cli/commands/index.js';
import { handlers } from '../../src/control/handlers/index.js';
import { createRegistry } from '../../src/core/registry.js';
import { check } from '../../src/core/settings.js';
import { modules } from '../../src/modules/index.js';
import { createPanel } from '../../src/panel.js';
import { temporaryMachine } from '../helpers/machine.js';
import { memoryMachine } from '../helpers/memory-machine.js';

const registry = createRegistry(modules);
const allDaemons = registry.modules.flatMap((module) => module.daemons.map(({ name }) => name));

test('no two modules share a file or a daemon', () => {
  const paths = registry.modules.flatMap((module) => module.files.map(({ path }) => path));
  assert.equal(new Set(paths).size, paths.length);
  assert.equal(new Set(allDaemons).size, allDaemons.length);
});

test('each page of a module has a path of its own, and each entry of the menu and last step leads to one', async () => {
  const { frameOf } = await createPanel(memoryMachine(), modules, 0);
  const pages = registry.modules.flatMap((module) => module.pages.declare(frameOf(module.id)));
  const settings = registry.modules.flatMap(({ page }) => page?.path ?? []);
  const paths = [...pages.map(({ path }) => path), ...settings];
  assert.equal(new Set(paths).size, paths.length);
  for (const { path, get, post } of pages) {
    assert.match(path, /^(?:\/:?[a-z-]+)+(?:\.csv)?$/);
    assert.ok(get !== undefined || post !== undefined, path);
  }
  const shown = pages.filter(({ get }) => get !== undefined).map(({ path }) => path);
  for (const { heading, label, path } of registry.modules.flatMap((module) => module.pages.menu)) {
    assert.ok(shown.includes(path), path);
    assert.ok(english(heading.label) !== '' && english(label) !== '', path);
  }
  for (const { pages: own } of registry.modules)
    assert.ok(own.lastStep === undefined || shown.includes(own.lastStep.path));
});

test('no two modules answer to one verb, and each command of a module stands once in the manual', async () => {
  const machine = memoryMachine();
  const panel = await createPanel(machine, modules, 0);
  const verbs = handlers({ ...panel, clock: machine.clock, log: machine.log }).map(({ path }) => path);
  assert.equal(new Set(verbs).size, verbs.length);
  const names = commands.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, summary } of registry.modules.flatMap((module) => module.commands?.commands ?? [])) {
    assert.ok(names.includes(name), name);
    assert.match(english(summary), /\.$/, name);
  }
});

for (const module of registry.modules) {
  test(`${module.id}: says what it is, in words`, () => {
    assert.match(module.id, /^[a-z][a-z0-9-]*$/);
    assert.ok(english(module.title).length > 0 && english(module.summary).endsWith('.'));
    for (const step of module.enableSteps)
      assert.ok(english(step.what).length > 10 && english(step.why).length > 10, english(step.what));
    for (const daemon of module.daemons) assert.ok(english(daemon.disturbs).endsWith('.'), daemon.name);
  });

  test(`${module.id}: the package that makes an account is one of those that it needs`, () => {
    const names = module.packages.map(({ name }) => name);
    for (const account of module.accounts) assert.ok(names.includes(account.package), account.package);
    for (const { name, what } of module.packages) assert.ok(english(what).length > 5, name);
  });

  test(`${module.id}: every file has a reason, a safe path and a declared reader`, () => {
    for (const file of module.files) {
      assert.ok(english(file.why).length > 10, file.path);
      assert.ok(file.readBy.length > 0 || file.readableBy === 'panel', `${file.path} is read by nobody`);
      assert.match(file.path, /^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9-]+)?\/[*a-z0-9][a-z0-9.-]*$/);
      for (const reader of file.readBy)
        assert.ok(allDaemons.includes(reader), `${file.path} is read by ${reader}`);
    }
  });

  test(`${module.id}: the defaults pass the schema, and unknown or wrongly typed settings do not`, () => {
    const { schema, defaults, fields } = module.settings;
    assert.deepEqual(check(schema, defaults), { ok: true, value: defaults });
    assert.equal(check(schema, { ...defaults, unknown: 'x' }).ok, false);
    for (const field of fields) {
      const { name } = field;
      // Any line may be right in a text field.
      const isLine = field.show(undefined).template === 'text';
      for (const value of [null, -1, {}, [{}], ...(isLine ? [] : ['maybe?'])]) {
        assert.equal(
          check(schema, { ...defaults, [name]: value }).ok,
          false,
          `${name} took ${JSON.stringify(value)}`,
        );
      }
    }
  });

  test(`${module.id}: every setting is asked for once, with a label and help`, () => {
    const { fields, defaults } = module.settings;
    assert.deepEqual(fields.map(({ name }) => name).sort(), Object.keys(defaults).sort());
    assert.equal(new Set(fields.map(({ label }) => english(label))).size, fields.length);
    for (const { label, help } of fields)
      assert.ok(english(label).length > 0 && english(help).length > 20, english(label));
  });

  test(`${module.id}: what a setting is tried with, the schema takes`, () => {
    const { schema, defaults, fields } = module.settings;
    for (const field of fields) {
      const others = field.others(defaults[field.name]);
      if (field.show(undefined).template !== 'rows' && !Array.isArray(defaults[field.name]))
        assert.ok(others.length > 0, field.name);
      for (const { value } of others)
        assert.deepEqual(check(schema, { ...defaults, [field.name]: value }), {
          ok: true,
          value: { ...defaults, [field.name]: value },
        });
    }
  });

  test(`${module.id}: each probe stands beside a setting that there is`, () => {
    for (const { setting, title } of module.probes) {
      assert.ok(
        setting === '' || setting in module.settings.defaults,
        `${english(title)} is about ${setting}`,
      );
    }
  });

  test(`${module.id}: renders its defaults, every file that it declares but what they do not want`, async (context) => {
    const machine = { ...(await temporaryMachine(context)), directory: memoryMachine().directory };
    const rendered = await module.render(machine, module.settings.defaults, []);
    assert.deepEqual(
      rendered.map(({ path }) => path),
      module.files
        .map(({ path }) => path)
        .filter((path) => path !== 'panel/certificate.pem' && !path.includes('*')),
    );
    for (const { path, content } of rendered) assert.notEqual(content, '', path);
  });

  test(`${module.id}: its daemons run with absolute programs, and no secret in their arguments or environment`, async (context) => {
    const machine = await temporaryMachine(context);
    const secrets = [
      await machine.secrets.named('directory-panel'),
      await machine.secrets.named('router-c2s'),
    ].map((secret) => secret.reveal());
    for (const daemon of module.daemons) {
      const command = daemon.command(machine);
      assert.match(command.argv[0] ?? '', /^\//);
      assert.ok(command.stopSeconds > 0);
      const shown = JSON.stringify(command);
      for (const secret of secrets) assert.ok(!shown.includes(secret), daemon.name);
    }
  });
}
