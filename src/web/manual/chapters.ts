import type { Chapter } from '../../core/module/index.js';
import { say } from '../../core/words/sentence.js';

/** What the manual says of the panel itself. Modules bring chapters of their own. */
export const overview: Chapter = {
  id: 'overview',
  title: say`The overview`,
  about: ['/'],
  parts: [
    {
      heading: '',
      paragraphs: [
        say`The first page says whether the services work, and what to do when one does not. Warnings stand at the top, the urgent ones first.`,
        say`“Running” means that a daemon answered just now, as a client would ask it. A daemon that stops is started again automatically.`,
        say`Restart a daemon only when a page or the log advises it: a restart can disconnect people.`,
      ],
    },
  ],
};

const modules: Chapter = {
  id: 'modules',
  title: say`Turning modules on and off`,
  about: ['/module-state'],
  parts: [
    {
      heading: '',
      paragraphs: [
        say`A module is what the panel manages as one thing. Tick it on “Module State” and press “Apply Changes”.`,
        say`Before the first time, a page lists every action and every file. The panel does nothing until you press “Accept”, and never writes a file that is not in the list.`,
        say`A module that another one requires is enabled with it. Disabling a module deletes nothing: its data and settings are still there when you enable it again.`,
      ],
    },
  ],
};

const saving: Chapter = {
  id: 'saving',
  title: say`Making changes active`,
  about: ['/save-changes'],
  parts: [
    {
      heading: '',
      paragraphs: [
        say`What you change on the pages of the services is kept as a draft. The draft changes nothing until you press “Save Changes”. All administrators share one draft.`,
        say`The page lists each pending change with its old and its new value, and says who is affected. “Discard Changes” forgets the draft.`,
        say`A save writes the files, restarts only the daemons that need it, and then tests the services as a client would. If a step fails, the panel restores the configuration that worked before, and says which step failed and why.`,
        say`After that the panel watches the services for a few seconds more, and you can go on meanwhile. If a daemon fails then, the panel restores the last configuration that it watched to the end, names each save that it took back, and the changes are pending again.`,
      ],
    },
    {
      heading: say`Saving at a later time`,
      paragraphs: [
        say`Where a save would disconnect people, it can wait: for some minutes after everybody connected was told, or until the quiet time, which is set on “Certificates”; then everybody connected is told one minute before.`,
        say`The save that waits holds what you saw and agreed to. If a setting, a file changed by hand or an administration right changes before it begins, it does not run, and the panel says so. A renewed certificate does not disturb it. You can call it off on “Save Changes”.`,
        say`It also waits while the panel restarts. If the panel is not running when its time comes, the save begins up to an hour later, and everybody connected is told again first. After an hour it does not begin any more, and the first page says so.`,
      ],
    },
    {
      heading: say`Files changed by hand`,
      paragraphs: [
        say`If someone edited a file that the panel wrote, the page shows the difference. Keep the edit, or overwrite it: the panel keeps a copy of what it overwrites in the folder “backups”.`,
      ],
    },
  ],
};

const certificates: Chapter = {
  id: 'certificates',
  title: say`Certificates and encryption`,
  about: ['/certificates'],
  parts: [
    {
      heading: '',
      paragraphs: [
        say`A certificate proves to clients that they are connected to your server and to no other. There are three sources.`,
        say`“Signed by this panel”: the panel makes it and renews it. Each client asks its user once whether to trust it. To check it, the user compares the fingerprint with the one on this page.`,
        say`“Uploaded”: an authority issued it to you. Upload certificate, chain and private key together. The panel reminds you before the certificate expires; then upload the next one.`,
        say`“Files on this machine”: a program such as certbot renews the files, and the panel uses the new ones at the quiet time. If the panel does not run as root, the page shows a command with which root allows the files.`,
        say`“What clients see” is what the panel saw when it connected to each port just now.`,
      ],
    },
  ],
};

const account: Chapter = {
  id: 'account',
  title: say`Your password and your language`,
  about: ['/account', '/sign-in'],
  parts: [
    {
      heading: '',
      paragraphs: [
        say`On “My Account” you choose the language of the pages, change your password, and see every browser in which you are signed in. A new password signs out all other browsers.`,
        say`Before something dangerous the panel asks for your password again. If you do nothing for a quarter of an hour, you are signed out; the page warns you two minutes before.`,
      ],
    },
    {
      heading: say`Forgotten password`,
      paragraphs: [
        say`Open a shell on the server and run “${{ command: 'sudo eboxctl admin password' }}”. If the panel was started with npm, run “${{ command2: 'npm run admin-password' }}” in the folder that it was started from. The panel can run meanwhile.`,
      ],
    },
  ],
};

const records: Chapter = {
  id: 'records',
  title: say`What happened: logs and audit log`,
  about: ['/logs', '/audit-log'],
  parts: [
    {
      heading: '',
      paragraphs: [
        say`“Logs” shows what the daemons write, without passwords and secrets. Older lines are in the folder “logs” of the state folder.`,
        say`“Audit Log” shows who changed what, when and from where, with the old and the new value. It also has attempts that were refused. You can download it as CSV or JSON.`,
        say`To ask for help, “${{ command: 'eboxctl support-bundle FILE.tar.gz' }}” collects what is needed, without secrets and names. “${{ doctor: 'eboxctl doctor' }}” checks the whole installation.`,
      ],
    },
  ],
};

const trouble: Chapter = {
  id: 'trouble',
  title: say`When something is wrong`,
  about: ['/doctor'],
  parts: [
    {
      heading: '',
      paragraphs: [
        say`“Doctor” shows what the panel can check by itself, as it is now. Beside each finding stands what to do.`,
        say`In a shell, “${{ doctor: 'eboxctl doctor' }}” checks more, also while the panel is stopped.`,
        say`If a save failed, its page says which step failed and why. The changes are still pending, and the services run with the configuration that worked before.`,
      ],
    },
  ],
};

const backup: Chapter = {
  id: 'backup',
  title: say`Backup and moving to another machine`,
  about: [],
  parts: [
    {
      heading: '',
      paragraphs: [
        say`Everything is in the state folder: settings, people, data, certificates and configuration. With the Debian package it is ${{ folder: '/var/lib/ebox-jabber' }}; also copy ${{ settings: '/etc/ebox-jabber' }} and ${{ file: '/etc/default/ebox-jabber' }}.`,
        say`Stop the panel and its daemons first, and copy with owners and permissions. The file ${{ file: 'operating.md' }}, which comes with the program, has the commands for each step.`,
      ],
    },
  ],
};

/** In their order, behind {@link overview}; those of modules stand between. */
export const atBegin: readonly Chapter[] = [overview, modules];
export const atEnd: readonly Chapter[] = [saving, certificates, account, records, trouble, backup];
