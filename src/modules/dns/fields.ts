import { choice } from '../../core/fields/choice.js';
import type { Field } from '../../core/fields/field.js';
import { list } from '../../core/fields/list.js';
import { number } from '../../core/fields/number.js';
import { rows } from '../../core/fields/rows.js';
import { text } from '../../core/fields/text.js';
import { tick } from '../../core/fields/tick.js';

const TARGET = 'A host of this domain (mail), a full name (mail.example.org), or @ for the domain itself.';

const hosts = rows({
  name: 'hosts',
  label: 'Hosts',
  noun: 'host',
  help: 'The machines of the domain. An alias is a further name of the same machine.',
  fields: [
    text({ name: 'name', label: 'Name', help: 'Without the domain: printer.' }),
    list({ name: 'addresses', label: 'IP addresses', help: 'IPv4 and IPv6, with commas between them.' }),
    list({ name: 'aliases', label: 'Aliases', help: 'Further names, with commas between them.' }),
  ],
});

const nameServers = rows({
  name: 'nameServers',
  label: 'Name servers',
  noun: 'name server',
  help: 'Servers beside this machine that answer for the domain: the secondary servers.',
  fields: [text({ name: 'host', label: 'Host', help: TARGET })],
});

const mailExchangers = rows({
  name: 'mailExchangers',
  label: 'Mail exchangers',
  noun: 'mail exchanger',
  help: 'Where mail to the domain is delivered.',
  fields: [
    text({ name: 'host', label: 'Host', help: TARGET }),
    number({
      name: 'preference',
      label: 'Preference',
      help: 'The lowest number is tried first.',
      initial: 10,
    }),
  ],
});

const services = rows({
  name: 'services',
  label: 'Services',
  noun: 'service',
  help: 'On which host and port programs find a service (SRV records).',
  fields: [
    text({ name: 'service', label: 'Service', help: 'Its name, such as ldap or sip.' }),
    choice({
      name: 'protocol',
      label: 'Protocol',
      help: 'How it is reached.',
      choices: [
        { value: 'tcp', label: 'TCP' },
        { value: 'udp', label: 'UDP' },
      ],
    }),
    text({ name: 'name', label: 'Name', help: 'Empty for the domain itself.' }),
    text({ name: 'target', label: 'Host', help: TARGET }),
    number({ name: 'port', label: 'Port', help: 'The port on that host.' }),
    number({ name: 'priority', label: 'Priority', help: 'The lowest number is tried first.', initial: 0 }),
    number({ name: 'weight', label: 'Weight', help: 'Its share among equal priorities.', initial: 0 }),
  ],
});

const texts = rows({
  name: 'texts',
  label: 'Texts',
  noun: 'text',
  help: 'TXT records, such as SPF.',
  fields: [
    text({ name: 'name', label: 'Name', help: 'Empty or @ for the domain itself.' }),
    text({ name: 'text', label: 'Text', help: 'As it is, without quotes around it.' }),
  ],
});

/** How the settings are asked for. */
export const fields: readonly Field[] = [
  rows({
    name: 'domains',
    label: 'Domains',
    noun: 'domain',
    help: 'The domains that this machine answers for. Each has a page with its hosts and services.',
    fields: [
      text({ name: 'name', label: 'Domain', help: 'For example school.lan.' }),
      list({
        name: 'addresses',
        label: 'IP address',
        help: 'Where the name of the domain leads: usually this machine. Several with commas between them.',
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
    label: 'Answer questions about other names',
    help: 'For machines that use this one as their DNS server: they get answers about the internet too. Only private networks are answered.',
  }),
  list({
    name: 'forwarders',
    label: 'Forwarders',
    help: 'The DNS servers that are asked about other names, such as your router. Without one the servers of the internet are asked directly.',
  }),
  list({
    name: 'secondaries',
    label: 'Secondary servers',
    help: 'The addresses of servers that may copy the domains. They are told when something changes.',
  }),
];
