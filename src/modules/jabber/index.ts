import { defineModule } from '../../core/module/index.js';
import { jabberAccount } from './account.js';
import { activity } from './activity.js';
import { attendAnnouncements } from './announcements/attend.js';
import { answer } from './answer.js';
import { blocksOf } from './blocking/blocks.js';
import { certificateControl } from './certificate-control.js';
import { judge } from './certificate-check.js';
import { jabberCommands } from './commands/index.js';
import { noteRightsTaken, rightsNotices } from './rights/taken.js';
import { stepUp } from './step-up.js';
import { advisedAddresses } from './addresses.js';
import { beforeSave } from './client-setup/before-save.js';
import { daemons } from './daemons.js';
import { doctor } from './doctor/index.js';
import { serviceRecords } from './dns-records.js';
import { asciiDomain } from './domain.js';
import { enableSteps } from './enable-steps.js';
import { ADMINISTRATORS, administratorNames, gatherFacts, textOfNames } from './facts.js';
import { files } from './files.js';
import { guardNotices } from './guard.js';
import { manual } from './manual.js';
import { watchClients } from './live/live.js';
import { names } from './names.js';
import { connectPanel, PANEL_SECRET } from './panel.js';
import { jabberPages } from './pages/index.js';
import { openPorts, routerPort } from './ports.js';
import { preparations } from './preparations.js';
import { probes } from './probes.js';
import { question } from './question.js';
import { attendDefaultRoom } from './rooms/default/attend.js';
import { tendRooms } from './rooms/tend.js';
import { serverWatchOf } from './servers/server-watch.js';
import { sessions } from './sessions.js';
import { settingsForm } from './settings.js';
import { guessingNotices } from './sign-in/guessing.js';
import { distribution } from './takeover/distribution.js';
import { offer } from './takeover/offer.js';
import { sslWords } from './ssl-words.js';
import { warnings } from './warnings.js';
import { say, verbatim } from '../../core/words/sentence.js';

export { disconnectPanel, panelOf } from './panel.js';

/** What holds at once of a change of administrators, and what does not. */
const RIGHTS_NOTE = say`Changed on a user’s page. The right to announce from a chat client holds already. The list of sessions and the administration of rooms follow when “Sessions” and “Chat rooms” restart next: this save alone does not restart them.`;

/** The Jabber service: jabberd2, mu-conference and the sign-in of the directory's users. */
export const jabber = defineModule({
  id: 'jabber',
  title: verbatim('Jabber'),
  summary: say`Instant messaging for users: chats, presence and, if you choose, chat rooms and other servers.`,
  dependsOn: ['users'],
  appliesAtOnce: false,
  page: {
    path: '/jabber',
    label: say`Jabber Service`,
    choiceHelp: sslWords,
    intro: say`Users with a Jabber account chat with any XMPP client. They sign in with the user name and password that you give them here.`,
  },
  accounts: [{ name: 'chat', user: 'jabber', package: 'jabberd2', writes: ['data/chat', 'run/chat'] }],
  folders: [{ path: 'run/chat', owner: 'chat', group: 'panel', mode: 0o710 }],
  panelSecrets: [PANEL_SECRET],
  ports: [openPorts],
  chosenPorts: [routerPort],
  packages: [
    { name: 'jabberd2', what: say`the chat server`, relation: 'depends' },
    { name: 'jabber-muc', what: say`the server of the chat rooms, mu-conference`, relation: 'depends' },
    { name: 'sqlite3', what: say`the database of the chat server`, relation: 'depends' },
  ],
  settings: settingsForm,
  manual,
  distribution,
  enableSteps,
  offer,
  preparations,
  gather: gatherFacts,
  files,
  daemons,
  probes,
  warnings,
  refusals: async (machine, settings) => (await judge(machine, settings)).refusals,
  async watched({ directory }) {
    const value = textOfNames(await administratorNames(directory));
    return [{ name: ADMINISTRATORS, label: say`Administrators`, value, note: RIGHTS_NOTE }];
  },
  records: async ({ network, layout }, settings) =>
    serviceRecords(settings, layout, (await advisedAddresses(network)).first),
  hosts: ({ domain }) => [asciiDomain(domain)],
  notices: async (machine, settings) =>
    (
      await Promise.all([guessingNotices(machine), guardNotices(machine), rightsNotices(machine, settings)])
    ).flat(),
  async tend(machine, settings) {
    await noteRightsTaken(machine);
    await blocksOf(machine).tell();
    await connectPanel(machine);
    await tendRooms(machine, settings);
    if (settings.otherServers) await serverWatchOf(machine).tend();
  },
  question,
  stepUp,
  beforeSave,
  pages: jabberPages,
  commands: jabberCommands,
  account: jabberAccount,
  sessions,
  attend(frame) {
    watchClients(frame);
    attendAnnouncements(frame);
    attendDefaultRoom(frame);
  },
  activity,
  answer,
  names,
  certificate: certificateControl,
  doctor,
});
