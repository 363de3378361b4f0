import { payInvoice, voidInvoice } from '../../../../core/billing/invoice/change.ts';
import type { Invoice } from '../../../../core/billing/invoice/invoice.ts';
import { BillingWorld } from './billing-world.ts';

const namesOf = ({ lines }: Pick<Invoice, 'lines'>) =>
  lines.flatMap(({ trainingJobName }) => trainingJobName ?? []);

let world: BillingWorld;
beforeEach(() => {
  world = new BillingWorld();
  world.now = '2026-11-25T10:00:00.000Z';
});

test('what was on a void invoice is on the next one, with what was late for it', async () => {
  const late = await world.reserve();
  const first = await world.settle(60);
  world.now = '2026-12-03T06:00:00.000Z';
  const { id } = await world.issue('2026-11');
  const second = await late(30);

  await voidInvoice({ userId: 'u', id }, world.deps);
  const again = await world.issue('2026-11');

  expect(again.id).toBe('2026-11-0002');
  expect(namesOf(again).sort()).toEqual([first, second].sort());
});

test('a paid invoice is not voided: its money came in', async () => {
  await world.settle(60);
  world.now = '2026-12-03T06:00:00.000Z';
  const { id } = await world.issue('2026-11');
  const ref = { userId: 'u', id };
  await payInvoice(ref, world.deps);

  await expect(voidInvoice(ref, world.deps)).rejects.toMatchObject({ code: 'invoice-state' });
  expect(await payInvoice(ref, world.deps)).toMatchObject({ status: 'paid' });
});

test('free of a job that was late for its invoice is what its own month had free', async () => {
  const late = await world.reserve();
  await world.settle(60);
  world.now = '2026-12-01T00:00:00.000Z';
  await world.freeSeconds(1_000);
  await world.issue('2026-11');
  await late(30);
  await world.settle(10);
  world.now = '2027-01-03T06:00:00.000Z';
  const december = await world.issue('2026-12');

  expect(december.lines.filter(({ kind }) => kind === 'free-tier')).toMatchObject([
    { period: '2026-12', seconds: 10 },
  ]);
});
