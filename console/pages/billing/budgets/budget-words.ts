import type { NewBudget, WireBudget } from '../../../api/billing-wire.ts';
import { dollars } from '../../../parts/figures/in-words.ts';

type Place = Pick<NewBudget, 'level' | 'appId' | 'modelId'>;

/** What a budget is of: `Model tour / shoes`. */
export function budgetName({ level, appId = '', modelId = '' }: Place): string {
  if (level === 'account') return 'Account: all tenants together';
  if (level === 'app') return `App ${appId}`;
  if (level === 'model') return `Model ${appId} / ${modelId}`;
  return 'All apps';
}

/** `$50.00 a month, $5.00 a day`; a budget without a limit limits nothing. */
export function limitsInWords({
  monthMicros,
  dayMicros,
}: Pick<WireBudget, 'monthMicros' | 'dayMicros'>): string {
  const limits = [
    ...(monthMicros === undefined ? [] : [`${dollars(monthMicros)} a month`]),
    ...(dayMicros === undefined ? [] : [`${dollars(dayMicros)} a day`]),
  ];
  return limits.join(', ') || 'no limit';
}

/** What happens where a budget is set below what is spent and held. */
export const atLimits = ['stop', 'notify'] as const;
export const atLimitWords: Readonly<Record<string, string>> = {
  stop: 'stop the newest jobs until the rest fits',
  notify: 'only notify: what runs goes on, what is new is refused',
};

/** The id of a budget on the wire: `app:tour`. */
export function budgetId({ level, appId = '', modelId = '' }: Place): string {
  if (level === 'app') return `app:${appId}`;
  return level === 'model' ? `model:${appId}:${modelId}` : level;
}
