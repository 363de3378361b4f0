import { fail } from '../errors.ts';
import { formatDollars } from '../money.ts';
import { keys, periodOf } from '../records/keys.ts';
import { readAll, readRecord, toData } from '../records/records.ts';
import type { Table, Write } from '../ports/table.ts';

/**
 * What one user has spent and promised in a month. Integer micro-dollars; `heldMicros` is the sum
 * of the open holds.
 */
export interface Budget {
  readonly period: string;
  readonly heldMicros: number;
  readonly postedMicros: number;
}

/** Money set aside for one job before it starts: its maximum amount. */
export interface Hold {
  /** Id of the job; of a training its version's. */
  readonly versionId: string;
  /** Absent in holds that an earlier release made. */
  readonly appId?: string;
  /** The month it counts in: that of the reservation, also where the training ends in the next. */
  readonly period: string;
  readonly amountMicros: number;
  readonly maxRuntimeSeconds: number;
  readonly createdAt: string;
}

interface StoredBudget {
  readonly value: Budget;
  readonly rev?: number;
}

/** The user's budget of a period; all zero where nothing was reserved yet. */
export async function readBudget(
  table: Table,
  userId: string,
  period: string,
): Promise<StoredBudget> {
  const stored = await readRecord<Budget>(table, keys.budget(userId, period));
  return stored ?? { value: { period, heldMicros: 0, postedMicros: 0 } };
}

/** @throws DeeptuneError budget-exceeded, with the sums that led to it */
export function assertWithinBudget(
  budget: Budget,
  amountMicros: number,
  limitMicros: number,
): void {
  const left = limitMicros - budget.heldMicros - budget.postedMicros;
  if (amountMicros <= left) return;
  throw fail(
    'budgetExceeded',
    `This may cost up to ${formatDollars(amountMicros)}, but of the ${formatDollars(limitMicros)} for ${budget.period} only ` +
      `${formatDollars(Math.max(0, left))} is left (${formatDollars(budget.postedMicros)} spent, ${formatDollars(budget.heldMicros)} held)`,
  );
}

function budgetWrite(userId: string, before: StoredBudget, after: Budget): Write {
  const put = { ...keys.budget(userId, after.period), data: toData(after) };
  return { put, if: before.rev === undefined ? 'absent' : { rev: before.rev } };
}

/**
 * Writes that set money aside: refused as a whole where the hold is there already or somebody else
 * changed the budget.
 */
export function reserveWrites(userId: string, before: StoredBudget, hold: Hold): Write[] {
  const after = { ...before.value, heldMicros: before.value.heldMicros + hold.amountMicros };
  return [
    { put: { ...keys.hold(userId, hold.versionId), data: toData(hold) }, if: 'absent' },
    budgetWrite(userId, before, after),
  ];
}

/** Writes that turn a hold into an amount (0: void it). At most what was held can be posted. */
export function releaseWrites(
  userId: string,
  before: StoredBudget,
  hold: Hold,
  amountMicros: number,
): Write[] {
  const posted = Math.min(amountMicros, hold.amountMicros);
  const after = {
    ...before.value,
    heldMicros: before.value.heldMicros - hold.amountMicros,
    postedMicros: before.value.postedMicros + posted,
  };
  return [
    { delete: keys.hold(userId, hold.versionId), if: 'present' },
    budgetWrite(userId, before, after),
  ];
}

/** The user's open holds. */
export function listHolds(table: Table, userId: string): Promise<Hold[]> {
  return readAll<Hold>(table, keys.holdsOf(userId));
}

/** A new hold for a job of an app, reserved at `at`. */
export function newHold(
  { id, appId }: { readonly id: string; readonly appId: string },
  reservation: { maxAmountMicros: number; maxRuntimeSeconds: number },
  at: string,
): Hold {
  return {
    versionId: id,
    appId,
    period: periodOf(at),
    amountMicros: reservation.maxAmountMicros,
    maxRuntimeSeconds: reservation.maxRuntimeSeconds,
    createdAt: at,
  };
}
