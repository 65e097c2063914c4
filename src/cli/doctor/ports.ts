import type { Daemon, DaemonPort } from '../../core/module/index.js';
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
    return [warning('ports', 'Nobody can tell who listens.', 'Install the package iproute2 (ss).')];
  const open = listenersIn(text);
  return Promise.all(wanted.map((one) => onePort(patient, open, one)));
}

interface WantedPort extends DaemonPort {
  readonly daemon: Daemon;
}

/** One whose number nobody can tell is left out. */
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
  const where = `Port ${port} (${daemon.title})`;
  if (there.length === 0)
    return problem('ports', `${where}: nobody listens.`, 'Look at the daemons with "eboxctl status".');
  const known = there.filter(({ pid }) => pid !== null);
  const names = [...new Set(known.map(({ program }) => program))].join(', ');
  if (known.length === 0) return well('ports', `${where}: somebody listens; as root it is shown who.`);
  const rival = modules
    .flatMap(({ doctor }) => doctor.rivals)
    .find(({ program }) => known.some((one) => one.program === kernelName(program)));
  const stop = rival?.stop ?? 'Stop that program, or give it another port.';
  const advice = `${stop} Then "eboxctl daemons restart" for each daemon that is not running.`;
  const programs = daemon.command({ layout }).argv.map((word) => kernelName(word.split('/').at(-1) ?? ''));
  if (!known.every(({ program }) => programs.includes(program)))
    return problem('ports', `${where}: ${names} listens, and not ${daemon.name}.`, advice);
  const foreign = await foreignConfiguration(known, layout.state);
  return foreign === null
    ? well('ports', `${where}: ${names} listens.`)
    : problem('ports', `${where}: ${names} listens, but not the panel’s: it runs with ${foreign}.`, advice);
}

/** The configuration of the first of these processes that is not the panel's; null when all are. */
async function foreignConfiguration(known: readonly Listening[], state: string): Promise<string | null> {
  for (const { pid } of known)
    if (pid !== null && !(await isOurs(pid, state)))
      return (await configurationOf(pid)) ?? 'a configuration of its own';
  return null;
}
