import * as z from 'zod';
import type { BudgetState } from '../../../billing/budget/budget.ts';
import type { BudgetLimit } from '../../../billing/budget/limit.ts';
import { spentOn } from '../../../billing/budget/spending.ts';
import { budgetIdOf, budgetLevels } from '../../../billing/budget/target.ts';
import { toldOf } from '../../../billing/budget/threshold.ts';
import { dayOf } from '../../../records/keys.ts';
import { idSchema } from '../../http/ids.ts';
import type { Budget } from '../../wire/messages.ts';

/** A million million dollars' worth would not be a limit any more. */
const maxMicros = 1_000_000_000_000_000;

/** Whole micro-dollars; as a string too, which proto3 JSON writes 64-bit integers as. */
const micros = z
  .union([z.number(), z.string().regex(/^\d{1,16}$/)])
  .transform(Number)
  .pipe(
    z
      .int('must be whole micro-dollars: 12500000 for $12.50')
      .min(0, 'must be 0 or more')
      .max(maxMicros),
  );

export const budgetBody = z.object({
  budget: z.object({
    level: z.enum(budgetLevels),
    appId: idSchema.optional(),
    modelId: idSchema.optional(),
    monthMicros: micros.optional(),
    dayMicros: micros.optional(),
    atLimit: z.enum(['stop', 'notify']).default('stop'),
  }),
  dry_run: z.boolean().default(false),
});

export type BudgetAsked = z.infer<typeof budgetBody>['budget'];

export function limitFromWire({ monthMicros, dayMicros, atLimit }: BudgetAsked): BudgetLimit {
  return {
    atLimit,
    ...(monthMicros === undefined ? {} : { monthMicros }),
    ...(dayMicros === undefined ? {} : { dayMicros }),
  };
}

/** @param isNow false: of another month, of which no day is the present one */
export function budgetToWire(state: BudgetState, isNow = true): Budget {
  const { target, limit, isDefault, stored, counter, at } = state;
  const { level } = target;
  const { monthMicros, dayMicros, atLimit } = limit;
  const { heldMicros, postedMicros, period } = counter.value;
  const told = toldOf(state);
  const day = { period: dayOf(at), ...spentOn(counter.value, dayOf(at)), toldPercent: told.day };
  return {
    ...{ id: budgetIdOf(target), level, atLimit, isDefault },
    ...('appId' in target ? { appId: target.appId } : {}),
    ...('modelId' in target ? { modelId: target.modelId } : {}),
    ...(monthMicros === undefined ? {} : { monthMicros }),
    ...(dayMicros === undefined ? {} : { dayMicros }),
    month: { period, heldMicros, postedMicros, toldPercent: told.month },
    ...(isNow ? { day } : {}),
    ...(isDefault || !stored ? {} : { set_at: stored.setAt }),
    isPending: stored?.change !== undefined,
  };
}
