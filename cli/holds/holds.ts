import type { Command } from 'commander';
import type { Hold } from '../../core/api/wire/messages.ts';
import { everyPage } from '../every-page.ts';
import type { CommandContext } from '../frame/context.ts';
import type { Column } from '../frame/output/output.ts';
import { counted, dollars } from '../frame/output/words.ts';
import { minuteOf } from '../models/version-facts.ts';
import { shortId } from '../frame/output/short-id.ts';

/** Whose hold; absent: the key's own user's. */
interface Asked {
  readonly job: string;
  readonly tenant?: string;
}

const ofTenant = (tenant: string | undefined) => (tenant === undefined ? {} : { user_id: tenant });

/** `deeptune holds list`. */
export async function listHolds(
  context: CommandContext,
  own: Command,
  { review = false, tenant }: { readonly review?: boolean; readonly tenant?: string },
): Promise<void> {
  const { client } = await context.connect(own, { app: 'none' });
  const asked = { ...ofTenant(tenant), ...(review ? { review: true } : {}) };
  const holds: Hold[] = [];
  const pages = everyPage(
    async (page) => (await client.call('ListHolds', { ...asked, ...page })).holds,
  );
  for await (const hold of pages) holds.push(hold);
  context.output(own).rows(holds, columns, holds);
  const sum = holds.reduce((total, { amountMicros }) => total + amountMicros, 0);
  const waiting = holds.filter((hold) => hold.review).length;
  context.say(
    own,
    `${dollars(sum)} set aside for ${counted(holds.length, 'job')}` +
      (waiting > 0 ? `; ${waiting} wait for an operator: deeptune holds void|charge <job>` : ''),
  );
}

const columns: readonly Column<Hold>[] = [
  { name: 'job', value: ({ jobId }) => jobId },
  { name: 'since', value: ({ createdAt }) => minuteOf(createdAt).slice(5) },
  { name: 'model', value: ({ appId, modelId }) => (appId ? `${appId}/${modelId}` : undefined) },
  {
    name: 'amountMicros',
    value: ({ amountMicros }) => amountMicros,
    shown: ({ amountMicros }) => dollars(amountMicros),
    align: 'right',
  },
  {
    name: 'chargeMicros',
    value: ({ chargeMicros }) => chargeMicros,
    shown: ({ chargeMicros }) => (chargeMicros === undefined ? '' : dollars(chargeMicros)),
    align: 'right',
  },
  { name: 'review', value: ({ review, reviewReason }) => (review ? reviewReason : '') },
];

/** `deeptune holds void`. */
export async function voidHold(
  context: CommandContext,
  own: Command,
  { job, tenant }: Asked,
): Promise<void> {
  const { client } = await context.connect(own, { app: 'none' });
  await context.confirm(
    own,
    `Give back what is set aside for job ${shortId(job)}, charging nothing?`,
  );
  const { hold } = await client.call('VoidHold', { ...ofTenant(tenant), job_id: job });
  context.output(own).rows([hold], columns);
  context.say(own, `given back: ${dollars(hold.amountMicros)}; nothing is charged`);
}

/** `deeptune holds charge`. @param asked.amount micro-dollars; absent: what was kept */
export async function chargeHold(
  context: CommandContext,
  own: Command,
  { job, tenant, amount }: Asked & { readonly amount?: number },
): Promise<void> {
  const { client } = await context.connect(own, { app: 'none' });
  const what = amount === undefined ? 'what was kept of it' : dollars(amount);
  await context.confirm(own, `Charge for job ${shortId(job)}: ${what}?`);
  const body = { hold: amount === undefined ? {} : { amountMicros: amount } };
  const named = { ...ofTenant(tenant), job_id: job };
  const { hold } = await client.call('ChargeHold', named, body);
  context.output(own).rows([hold], columns);
  context.say(own, `charged: ${dollars(hold.chargedMicros ?? 0)} of ${dollars(hold.amountMicros)}`);
}
