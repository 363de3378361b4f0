import fc from 'fast-check';
import type { BudgetEvent } from '../../../../core/billing/budget/budget-events.ts';
import { changeLimit } from '../../../../core/billing/budget/change-limit.ts';
import { limitedPeriods } from '../../../../core/billing/budget/refusal.ts';
import { readBudgetState } from '../../../../core/billing/budget/budget-views.ts';
import { takenMicros } from '../../../../core/billing/budget/spending.ts';
import type { BudgetTarget } from '../../../../core/billing/budget/target.ts';
import { budgetIdOf } from '../../../../core/billing/budget/target.ts';
import type { Hold } from '../../../../core/billing/hold.ts';
import { findHold, listHolds, newHold } from '../../../../core/billing/hold.ts';
import { readBooks, releaseWrites, reserveWrites } from '../../../../core/billing/reserve.ts';
import type { UsageRecord } from '../../../../core/billing/usage/usage-record.ts';
import type { Table, Write } from '../../../../core/ports/table.ts';
import { WriteRefusedError } from '../../../../core/ports/table.ts';
import { withRetry } from '../../../../core/records/records.ts';
import { processSources } from '../../../../local/process-sources.ts';
import { assertHistories } from '../../../properties/histories.ts';
import { MemoryTable } from '../../../properties/memory-table.ts';
import { assertWithinBudgets } from './within-budgets.ts';

const at = '2026-11-25T10:00:00.000Z';
const models = [
  { userId: 'u', appId: 'a', modelId: 'm' },
  { userId: 'u', appId: 'a', modelId: 'n' },
  { userId: 'u', appId: 'b', modelId: 'm' },
  { userId: 'v', appId: 'a', modelId: 'm' },
] as const;
const targets: readonly BudgetTarget[] = [
  { level: 'account' },
  { level: 'tenant', userId: 'u' },
  { level: 'app', userId: 'u', appId: 'a' },
  { level: 'model', userId: 'u', appId: 'a', modelId: 'm' },
];

type Step =
  | { readonly do: 'reserve'; readonly of: number; readonly micros: number }
  | { readonly do: 'end'; readonly job: number; readonly charge: number }
  | {
      readonly do: 'limit';
      readonly target: number;
      readonly micros: number;
      readonly per: 'monthMicros' | 'dayMicros';
    };

const micros = fc.integer({ min: 0, max: 100 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('reserve' as const), of: fc.nat(3), micros }),
  fc.record({ do: fc.constant('end' as const), job: fc.nat(8), charge: fc.nat(100) }),
  fc.record({
    ...{ do: fc.constant('limit' as const), target: fc.nat(3), micros },
    per: fc.constantFrom('monthMicros' as const, 'dayMicros' as const),
  }),
);

/** The steps of several at once on one table; what is written is looked at there and then. */
class World {
  readonly memory = new MemoryTable();
  readonly told: BudgetEvent[] = [];
  /** The most that may be taken of each budget: its limit, or what was taken when it was set. */
  readonly #most = new Map<string, number>();
  readonly deps;

  constructor(scheduler: fc.Scheduler) {
    const { memory } = this;
    const table = {
      get: scheduler.scheduleFunction(memory.get.bind(memory)),
      query: memory.query.bind(memory),
      write: async (writes: readonly Write[]) => {
        await memory.write(writes);
        this.told.push(...eventsIn(writes));
        await this.#look(writes);
      },
    } as unknown as Table;
    const sources = { sha256: processSources.sha256, now: () => at };
    this.deps = { table, settings: {}, ...sources } as never as Parameters<typeof readBooks>[2];
  }

  async #look(writes: readonly Write[]): Promise<void> {
    const isLimit = writes.some(
      (write) => 'put' in write && write.put.pk.endsWith('#budget-limits'),
    );
    for (const target of targets) {
      const state = await readBudgetState(target, at, { ...this.deps, table: this.memory });
      for (const period of limitedPeriods(state)) {
        const name = `${budgetIdOf(target)} ${period.period} ${period.limitMicros}`;
        const taken = takenMicros(period);
        if (isLimit || !this.#most.has(name))
          this.#most.set(name, Math.max(period.limitMicros, taken));
        expect(taken).toBeLessThanOrEqual(this.#most.get(name)!);
      }
    }
  }

  async carryOut(step: Step, index: number): Promise<void> {
    if (step.do === 'reserve') return this.#reserve(`job${index}`, models[step.of]!, step.micros);
    if (step.do === 'end') return this.#end(`job${step.job}`, step.charge);
    const by = { userId: 'u', isOperator: true };
    const limit = { atLimit: 'stop' as const, [step.per]: step.micros };
    await changeLimit({ target: targets[step.target]!, limit, by }, this.deps);
  }

  async #reserve(id: string, of: (typeof models)[number], amount: number): Promise<void> {
    const reservation = { maxAmountMicros: amount, maxRuntimeSeconds: 60 };
    const hold = newHold({ id, ...of }, reservation, at);
    await withRetry(async () => {
      const books = await readBooks(of.userId, hold, this.deps);
      assertWithinBudgets(books.budgets, amount);
      await this.deps.table.write(reserveWrites(books, hold, this.deps));
    });
  }

  async #end(id: string, charge: number): Promise<void> {
    await withRetry(async () => {
      const [userId, hold] = (await this.#holdOf(id)) ?? [];
      if (!hold || userId === undefined) return;
      const books = await readBooks(userId, hold, this.deps);
      const usage = {
        ...{ userId, appId: hold.appId, modelId: hold.modelId, period: hold.period },
        ...{ trainingJobName: `ft-${id}-a1`, recordedAt: at },
        amountMicros: Math.min(charge, hold.amountMicros),
      } as UsageRecord;
      const end = charge === 0 ? { at } : { at, usage };
      await this.deps.table.write(releaseWrites(books, hold, end, this.deps));
    });
  }

  async #holdOf(id: string): Promise<readonly [string, Hold] | undefined> {
    for (const userId of ['u', 'v']) {
      const found = await findHold(this.deps.table, userId, id);
      if (found) return [userId, found.value];
    }
    return undefined;
  }
}

function eventsIn(writes: readonly Write[]): BudgetEvent[] {
  return writes.flatMap((write) =>
    'put' in write && write.put.pk.endsWith('#budget-events')
      ? [write.put.data as unknown as BudgetEvent]
      : [],
  );
}

async function play(scheduler: fc.Scheduler, steps: readonly Step[]): Promise<World> {
  const world = new World(scheduler);
  const all = Promise.allSettled(steps.map((each, index) => world.carryOut(each, index)));
  await scheduler.waitFor(all);
  for (const result of await all)
    if (result.status === 'rejected') {
      const { code } = result.reason as { readonly code?: string };
      if (!(result.reason instanceof WriteRefusedError) && code === undefined) throw result.reason;
      expect(['budget-exceeded', 'conflict']).toContain(code);
    }
  return world;
}

const histories = fc.array(step, { minLength: 2, maxLength: 10 });

test('whatever races, no more is held and posted than each budget allows', async () => {
  await assertHistories(
    fc.asyncProperty(fc.scheduler(), histories, async (scheduler, steps) => {
      const world = await play(scheduler, steps);
      const table = world.memory;
      const now = { ...world.deps, table };
      // What is counted is what there is.
      const held = { u: 0, v: 0 };
      for (const userId of ['u', 'v'] as const)
        for (const hold of await listHolds(table, userId)) held[userId] += hold.amountMicros;
      const stateOf = async (target: BudgetTarget) =>
        (await readBudgetState(target, at, now)).counter.value;
      const tenants = [
        await stateOf({ level: 'tenant', userId: 'u' }),
        await stateOf({ level: 'tenant', userId: 'v' }),
      ] as const;
      expect(tenants.map(({ heldMicros }) => heldMicros)).toEqual([held.u, held.v]);
      const account = await stateOf({ level: 'account' });
      expect(account.heldMicros).toBe(held.u + held.v);
      expect(account.postedMicros).toBe(tenants[0].postedMicros + tenants[1].postedMicros);
      for (const { days, heldMicros, postedMicros } of [...tenants, account])
        if (days)
          expect(days['2026-11-25'] ?? { heldMicros: 0, postedMicros: 0 }).toEqual({
            heldMicros,
            postedMicros,
          });
    }),
    100,
  );
});

test('each percentage of each limit is told of once', async () => {
  await assertHistories(
    fc.asyncProperty(fc.scheduler(), histories, async (scheduler, steps) => {
      const { told } = await play(scheduler, steps);
      const isSet = new Map<string, number>();
      const names = told.map(({ id }) => id);
      // A limit that was another meanwhile is told of anew: of one that stays, never.
      for (const each of steps)
        if (each.do === 'limit')
          isSet.set(
            budgetIdOf(targets[each.target]!),
            (isSet.get(budgetIdOf(targets[each.target]!)) ?? 0) + 1,
          );
      for (const name of names) {
        const budgetId = name.split('#')[1] ?? '';
        const times = names.filter((other) => other === name).length;
        expect(times).toBeLessThanOrEqual(isSet.get(budgetId) ?? 0);
      }
      expect(told.every(({ event }) => event.type === 'budget.threshold')).toBe(true);
    }),
    100,
  );
});
