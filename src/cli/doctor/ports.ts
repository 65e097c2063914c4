import type { Daemon, DaemonPort } from '../../core/module/index.js';
import { allOf, passage, say } from '../../core/words/sentence.js';
import { problem, warning, well, type Finding } from './finding.js';
import { kernelName, listenersIn, type Listening } from './listening.js';
import { configurationOf, isOurs } from './own-process.js';
import type { ActiveModule, Patient } from './patient.js';

/** Which ports must be listened on, and whether the right program does, with the panel's own configuration. */
export async function examinePorts(
  patient: Pick<Patient, 'modules' | 'active' | 'layout' | 'output'>,
): Promise<readonly Finding[]> {
  const wanted = patient.active.flatMap((one) => portsOf(patient.layout, one));
  if (wanted.length === 0) return [];
  const text = await patient.output(['ss', '-Hltnp']);
  if (text === null)
    return [
      warning('ports', say`It is not known which programs listen.`, say`Install the package iproute2 (ss).`),
    ];
  const open = listenersIn(text);
  return Promise.all(wanted.map((one) => onePort(patient, open, one)));
}

interface WantedPort extends DaemonPort {
  readonly daemon: Daemon;
}

/** A port whose number is not known is left out. */
function portsOf(layout: Patient['layout'], { module, settings }: ActiveModule): readonly WantedPort[] {
  return module.daemons
    .filter((daemon) => daemon.wanted(settings))
    .flatMap((daemon) => daemon.ports(layout, settings).map((port) => ({ ...port, daemon })))
    .filter(({ port }) => port !== 0);
}

async function onePort(
  { modules, layout }: Pick<Patient, 'modules' | 'layout'>,
  open: readonly Listening[],
  { port, daemon, beside = [] }: WantedPort,
): Promise<Finding> {
  const others = beside.map(kernelName);
  const there = open.filter((one) => one.port === port && !others.includes(one.program));
  const { title } = daemon;
  if (there.length === 0)
    return problem(
      'ports',
      say`Port ${{ port }} (${{ title }}): no program listens.`,
      say`Look at the daemons with "eboxctl status".`,
    );
  const known = there.filter(({ pid }) => pid !== null);
  const names = allOf([...new Set(known.map(({ program }) => program))]);
  if (known.length === 0)
    return well(
      'ports',
      say`Port ${{ port }} (${{ title }}): a program listens. Only root can see which one.`,
    );
  const rival = modules
    .flatMap(({ doctor }) => doctor.rivals)
    .find(({ program }) => known.some((one) => one.program === kernelName(program)));
  const advice = passage(
    rival?.stop ?? say`Stop that program, or give it another port.`,
    say`Then run "eboxctl daemons restart" for each daemon that is not running.`,
  );
  const programs = daemon.command({ layout }).argv.map((word) => kernelName(word.split('/').at(-1) ?? ''));
  if (!known.every(({ program }) => programs.includes(program)))
    return problem(
      'ports',
      say`Port ${{ port }} (${{ title }}): ${{ program: names }} listens instead of ${{ daemon: daemon.name }}.`,
      advice,
    );
  const foreign = await foreignConfiguration(known, layout.state);
  if (foreign === null)
    return well('ports', say`Port ${{ port }} (${{ title }}): ${{ program: names }} listens.`);
  const isNot =
    foreign === ''
      ? say`Port ${{ port }} (${{ title }}): ${{ program: names }} listens, but not the one of this panel.`
      : say`Port ${{ port }} (${{ title }}): ${{ program: names }} listens, but not the one of this panel: it runs with ${{ file: foreign }}.`;
  return problem('ports', isNot, advice);
}

/** The configuration of the first of these processes that is not the panel's, `''` when it names none; null when all are the panel's. */
async function foreignConfiguration(known: readonly Listening[], state: string): Promise<string | null> {
  for (const { pid } of known)
    if (pid !== null && !(await isOurs(pid, state))) return (await configurationOf(pid)) ?? '';
  return null;
}
