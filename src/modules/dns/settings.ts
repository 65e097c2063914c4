import { z } from 'zod';
import { rowId } from '../../core/setting-value.js';
import type { SettingsForm } from '../../core/settings.js';
import { quantity, say } from '../../core/words/sentence.js';
import { told } from '../../core/words/told.js';
import { readAddress } from './address.js';
import type { DnsSettings } from './domain-row.js';
import { fields } from './fields.js';
import { readHostName, readOwner, readTarget, readZoneName } from './names.js';
import { problemsOf } from './problems.js';
import type { Reading } from './reading.js';
import { readServiceName } from './service-name.js';
import { readText } from './text.js';

/** Many more than a school has, and what a save renders within seconds. */
const MOST = 1_000;

/** A cell with what its reader makes of it. */
function cell(read: (text: string) => Reading) {
  return z.string(told(say`Type a text.`)).transform((typed, context) => {
    const value = read(typed);
    if (value.ok) return value.value;
    context.addIssue({ code: 'custom', message: told(value.reason) });
    return z.NEVER;
  });
}

/** A cell with several words. What is wrong with one of them stands at the cell. */
function cells(read: (text: string) => Reading, least: 0 | 1) {
  return z
    .array(z.string(told(say`Type a text.`)), told(say`Type names or addresses, with commas between them.`))
    .transform((typed, context) => {
      const values = typed.map(read);
      const wrong = values.find((value) => !value.ok);
      const missing = values.length < least ? read('') : undefined;
      const problem = wrong ?? missing;
      if (problem !== undefined && !problem.ok) {
        context.addIssue({ code: 'custom', message: told(problem.reason) });
        return z.NEVER;
      }
      return [...new Set(values.flatMap((value) => (value.ok ? [value.value] : [])))];
    });
}

const whole = z
  .number(told(say`Type a whole number.`))
  .int(told(say`Type a whole number.`))
  .min(0, told(say`Type a number from 0 to 65535.`))
  .max(65_535, told(say`Type a number from 0 to 65535.`));

function table<Row extends z.ZodType>(row: Row) {
  return z
    .array(row)
    .max(MOST, told(say`A table has at most ${{ count: quantity(MOST) }} rows.`))
    .readonly();
}

const domain = z.strictObject({
  id: rowId,
  name: cell(readZoneName),
  addresses: cells(readAddress, 1),
  hosts: table(
    z.strictObject({
      id: rowId,
      name: cell(readHostName),
      addresses: cells(readAddress, 1),
      aliases: cells(readHostName, 0),
    }),
  ),
  nameServers: table(z.strictObject({ id: rowId, host: cell(readTarget) })),
  mailExchangers: table(z.strictObject({ id: rowId, host: cell(readTarget), preference: whole })),
  services: table(
    z.strictObject({
      id: rowId,
      service: cell(readServiceName),
      protocol: z.enum(['tcp', 'udp'], told(say`Choose TCP or UDP.`)),
      name: cell(readOwner),
      target: cell(readTarget),
      port: whole,
      priority: whole,
      weight: whole,
    }),
  ),
  texts: table(z.strictObject({ id: rowId, name: cell(readOwner), text: cell(readText) })),
});

/** The settings of the page DNS. What other modules want to see in a domain is looked at when it is rendered. */
export const settingsForm: SettingsForm<DnsSettings> = {
  schema: z
    .strictObject({
      domains: table(domain),
      resolve: z.boolean(told(say`Tick the box or leave it empty.`)),
      forwarders: cells(readAddress, 0),
      secondaries: cells(readAddress, 0),
    })
    .superRefine((settings, context) => {
      for (const { path, reason } of problemsOf(settings))
        context.addIssue({ code: 'custom', path: [...path], message: told(reason) });
    }),
  fields,
  defaults: { domains: [], resolve: false, forwarders: [], secondaries: [] },
};
