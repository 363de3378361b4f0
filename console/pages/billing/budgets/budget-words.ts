import type { Budget } from '../../../../core/api/wire/messages.ts';
import { dollars } from '../../../parts/figures/in-words.ts';

type Place = Pick<Budget, 'level' | 'appId' | 'modelId'>;

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
}: Pick<Budget, 'monthMicros' | 'dayMicros'>): string {
  const limits = [
    ...(monthMicros === undefined ? [] : [`${dollars(monthMicros)} a month`]),
    ...(dayMicros === undefined ? [] : [`${dollars(dayMicros)} a day`]),
  ];
  return limits.join(', ') || 'no limit';
}

/** What a limit does. */
export const atLimits = ['stop', 'notify'] as const;
export const atLimitWords: Readonly<Record<string, string>> = {
  stop: 'refuse what would go above it, and stop the newest jobs where it is set below what is charged and held',
  notify: 'only notify: nothing is stopped, and nothing is refused',
};

/** The same beside a budget that is set. */
export const atLimitShort: Readonly<Record<string, string>> = {
  stop: 'what would go above it is refused',
  notify: 'nothing is refused, you are only notified',
};
