import type { Fault } from '../../wire/protocol/faults.ts';
import { faultKinds, transientFaults } from '../../wire/protocol/faults.ts';
import { maxAttempts } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';
import type { Site } from './fault-sites.ts';
import { adaptersOn, sites, stateOf } from './fault-sites.ts';

/** What came of a call: its result, or its error's name. */
async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: Error) => error.name);
}

async function prepared(site: Site) {
  const fake = new FakeAws();
  const adapters = adaptersOn(fake);
  await site.before?.(adapters, fake);
  return { fake, act: () => outcomeOf(site.act(adapters)) };
}

/** The site without any fault. */
async function undisturbed(site: Site) {
  const { fake, act } = await prepared(site);
  const before = stateOf(fake);
  const outcome = await act();
  expect(fake.count(site.service, site.operation)).toBeGreaterThan(0);
  return { before, outcome, after: stateOf(fake) };
}

async function disturbed(site: Site, faults: readonly Fault[]) {
  const { fake, act } = await prepared(site);
  for (const fault of faults) fake.faultOnce(site.service, site.operation, fault);
  const outcome = await act();
  expect(fake.faultsLeft).toEqual([]);
  return { fake, outcome, again: act };
}

const title = (site: Site) => `${site.name} (${site.operation})`;

describe.each(sites.map((site) => [title(site), site] as const))('%s', (_title, site) => {
  test.each(transientFaults)('%s: tried again, done once', async (fault) => {
    const calm = await undisturbed(site);

    const { fake, outcome } = await disturbed(site, [fault, fault]);

    expect(outcome).toEqual(calm.outcome);
    expect(stateOf(fake)).toEqual(calm.after);
  });

  test('F04 committed-reply-lost: nothing lost, nothing double', async () => {
    const calm = await undisturbed(site);

    const { fake, outcome } = await disturbed(site, ['committed-reply-lost']);

    expect(outcome).toEqual('afterLost' in site ? site.afterLost : calm.outcome);
    expect(stateOf(fake)).toEqual(calm.after);
  });

  test('F02 duplicate: delivered twice, done once', async () => {
    const calm = await undisturbed(site);

    const { fake, outcome } = await disturbed(site, ['duplicate']);

    expect(outcome).toEqual(calm.outcome);
    expect(stateOf(fake)).toEqual(calm.after);
  });

  test('access-denied: said at once, and never taken for success', async () => {
    const calm = await undisturbed(site);

    const { fake, outcome } = await disturbed(site, ['access-denied']);

    expect(outcome).toMatch(/^AccessDenied/);
    expect(outcome).not.toEqual(calm.outcome);
    expect(fake.calls.filter((call) => call.fault === 'access-denied')).toHaveLength(1);
  });

  test.each(transientFaults)(
    '%s for as long as is tried: an error, and nothing done',
    async (fault) => {
      const calm = await undisturbed(site);

      const { fake, outcome, again } = await disturbed(site, Array(maxAttempts).fill(fault));

      expect(outcome).not.toEqual(calm.outcome);
      await again();
      expect(stateOf(fake)).toEqual(calm.after);
    },
  );

  test('every answer lost, and called again by whoever called: nothing double', async () => {
    const calm = await undisturbed(site);
    const lost = Array(maxAttempts).fill('committed-reply-lost');

    const { fake, outcome, again } = await disturbed(site, lost);

    expect(outcome).not.toEqual(calm.outcome);
    const second = await again();
    if (site.again === null) return;
    const afterLost = 'afterLost' in site ? site.afterLost : calm.outcome;
    expect(second).toEqual('again' in site ? site.again : afterLost);
    expect(stateOf(fake)).toEqual(calm.after);
  });
});

test('every kind of fault is in the tables above', () => {
  const covered = [...transientFaults, 'committed-reply-lost', 'duplicate', 'access-denied'];

  expect(covered.sort()).toEqual([...faultKinds].sort());
});
