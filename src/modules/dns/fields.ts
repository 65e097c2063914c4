import { choice } from '../../core/fields/choice.js';
import type { Field } from '../../core/fields/field.js';
import { list } from '../../core/fields/list.js';
import { number } from '../../core/fields/number.js';
import { rows } from '../../core/fields/rows.js';
import { text } from '../../core/fields/text.js';
import { tick } from '../../core/fields/tick.js';
import { say } from '../../core/words/sentence.js';

const TARGET = say`A host of this domain (mail), a full name (mail.example.org), or @ for the domain itself.`;

const hosts = rows({
  name: 'hosts',
  label: say`Hosts`,
  words: { one: say`Host`, add: say`Add Host` },
  help: say`The machines of the domain. An alias is a further name of the same machine.`,
  fields: [
    text({ name: 'name', label: say`Name`, help: say`Without the domain: printer.` }),
    list({
      name: 'addresses',
      label: say`IP addresses`,
      help: say`IPv4 and IPv6, with commas between them.`,
    }),
    list({ name: 'aliases', label: say`Aliases`, help: say`Further names, with commas between them.` }),
  ],
});

const nameServers = rows({
  name: 'nameServers',
  label: say`Name servers`,
  words: { one: say`Name Server`, add: say`Add Name Server` },
  help: say`Servers other than this machine that answer for the domain: the secondary servers.`,
  fields: [text({ name: 'host', label: say`Host`, help: TARGET })],
});

const mailExchangers = rows({
  name: 'mailExchangers',
  label: say`Mail exchangers`,
  words: { one: say`Mail Exchanger`, add: say`Add Mail Exchanger` },
  help: say`Where mail to the domain is delivered.`,
  fields: [
    text({ name: 'host', label: say`Host`, help: TARGET }),
    number({
      name: 'preference',
      label: say`Preference`,
      help: say`The lowest number is tried first.`,
      initial: 10,
    }),
  ],
});

const services = rows({
  name: 'services',
  label: say`Services`,
  words: { one: say`Service`, add: say`Add Service` },
  help: say`On which host and port programs find a service (SRV records).`,
  fields: [
    text({ name: 'service', label: say`Service`, help: say`Its name, such as ldap or sip.` }),
    choice({
      name: 'protocol',
      label: say`Protocol`,
      help: say`How it is reached.`,
      choices: [
        { value: 'tcp', label: say`TCP` },
        { value: 'udp', label: say`UDP` },
      ],
    }),
    text({ name: 'name', label: say`Name`, help: say`Empty for the domain itself.` }),
    text({ name: 'target', label: say`Host`, help: TARGET }),
    number({ name: 'port', label: say`Port`, help: say`The port on that host.` }),
    number({
      name: 'priority',
      label: say`Priority`,
      help: say`The lowest number is tried first.`,
      initial: 0,
    }),
    number({ name: 'weight', label: say`Weight`, help: say`Its share among equal priorities.`, initial: 0 }),
  ],
});

const texts = rows({
  name: 'texts',
  label: say`Texts`,
  words: { one: say`Text`, add: say`Add Text` },
  help: say`TXT records, such as SPF.`,
  fields: [
    text({ name: 'name', label: say`Name`, help: say`Empty or @ for the domain itself.` }),
    text({ name: 'text', label: say`Text`, help: say`As it is, without quotes around it.` }),
  ],
});

/** How the settings are asked for. */
export const fields: readonly Field[] = [
  rows({
    name: 'domains',
    label: say`Domains`,
    words: { one: say`Domain`, add: say`Add Domain` },
    help: say`The domains that this machine answers for. Each has a page with its hosts and services.`,
    fields: [
      text({ name: 'name', label: say`Domain`, help: say`For example school.lan.` }),
      list({
        name: 'addresses',
        label: say`IP address`,
        help: say`The address that the name of the domain leads to: usually this machine’s. Put commas between several.`,
      }),
      hosts,
      nameServers,
      mailExchangers,
      services,
      texts,
    ],
  }),
  tick({
    name: 'resolve',
    label: say`Answer questions about other names`,
    help: say`For machines that use this one as their DNS server: they get answers about the internet too. Only private networks are answered.`,
  }),
  list({
    name: 'forwarders',
    label: say`Forwarders`,
    help: say`The DNS servers that are asked about other names, such as your router. Without one the servers of the internet are asked directly.`,
  }),
  list({
    name: 'secondaries',
    label: say`Secondary servers`,
    help: say`The addresses of servers that may copy the domains. The DNS server notifies them when something changes.`,
  }),
];
