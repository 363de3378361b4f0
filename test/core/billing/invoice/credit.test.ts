import { creditInvoice } from '../../../../core/billing/invoice/change.ts';
import { BillingWorld } from './billing-world.ts';

test('a note without a name is one of its own, whatever names others were given', async () => {
  const world = new BillingWorld();
  world.now = '2026-11-25T10:00:00.000Z';
  await world.settle(60);
  world.now = '2026-12-03T06:00:00.000Z';
  const { id } = await world.issue('2026-11');
  const give = (name?: string) =>
    creditInvoice({ userId: 'u', id }, { name, amountMicros: 5, reason: 'an outage' }, world.deps);

  await give('credit-2');
  await give();
  const { creditNotes } = await give('credit-2');

  expect(creditNotes.map((note) => note.id)).toEqual([`${id}-credit-2`, `${id}-credit-3`]);
});
