import { voidInvoice } from '../../../../core/billing/invoice/change.ts';
import { issueDue } from '../../../../core/billing/invoice/issue-due.ts';
import { keys } from '../../../../core/records/keys.ts';
import { BillingWorld } from './billing-world.ts';

let world: BillingWorld;
beforeEach(() => {
  world = new BillingWorld();
  world.now = '2026-11-25T10:00:00.000Z';
});

const run = () => issueDue(() => true, world.deps);

test('a month is invoiced from the third of the next one on, once', async () => {
  await world.settle(60);
  const late = await world.reserve();
  world.now = '2026-12-03T05:59:59.999Z';
  expect(await run()).toEqual({ tenants: 1, issued: [], failed: [], isComplete: true });
  world.now = '2026-12-03T06:00:00.000Z';
  expect((await run()).issued).toEqual(['u/2026-11-0001']);
  expect((await run()).issued).toEqual([]);

  // Months later: what settled late is on the next invoice, and no month was forgotten.
  await late(30);
  world.now = '2027-01-20T10:00:00.000Z';
  await world.settle(10);
  world.now = '2027-05-01T10:00:00.000Z';
  expect((await run()).issued).toEqual(['u/2026-12-0001', 'u/2027-01-0001']);
});

test('what was voided is not issued anew by itself', async () => {
  await world.settle(60);
  world.now = '2026-12-03T06:00:00.000Z';
  await run();
  await voidInvoice({ userId: 'u', id: '2026-11-0001' }, world.deps);

  expect((await run()).issued).toEqual([]);
  expect((await world.issue('2026-11')).id).toBe('2026-11-0002');
});

test('one tenant whose invoice fails does not keep the others from theirs', async () => {
  await world.settle(60);
  const broken = {
    userId: 'broken',
    period: '2026-11',
    trainingJobName: 'ft-x-a1',
    amountMicros: 0.5,
  };
  const head = { ...keys.ledgerHead('broken'), index: { pk: keys.tenants(), sk: 'broken' } };
  const first = { at: '2026-11-01T00:00:00.000Z' };
  await world.table.write([
    { put: { ...head, data: { sequence: 1, hash: 'x' } } },
    { put: { ...keys.ledgerEntry('broken', 1), data: first } },
    { put: { ...keys.usage('broken', '2026-11', 'ft-x-a1'), data: broken } },
  ]);
  world.now = '2026-12-03T06:00:00.000Z';
  const { issued, failed } = await run();

  expect(issued).toEqual(['u/2026-11-0001']);
  expect(failed).toEqual([{ userId: 'broken', reason: expect.any(String) }]);
});

test('out of time it says that it is not complete, and goes on when it is run again', async () => {
  await world.settle(60);
  world.now = '2026-12-03T06:00:00.000Z';

  expect(await issueDue(() => false, world.deps)).toMatchObject({ issued: [], isComplete: false });
  expect((await run()).issued).toEqual(['u/2026-11-0001']);
});
