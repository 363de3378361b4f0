import { fail } from '../../errors.ts';
import type { Key } from '../../ports/table.ts';
import { idProblem } from '../../records/id-rule.ts';
import { budgetOwner, keys } from '../../records/keys.ts';
import type { Hold } from '../hold.ts';

/** From the widest to the narrowest: money that a model spends counts in all four. */
export const budgetLevels = ['account', 'tenant', 'app', 'model'] as const;
export type BudgetLevel = (typeof budgetLevels)[number];

/** What a budget is of. `account`: all tenants together. */
export type BudgetTarget =
  | { readonly level: 'account' }
  | { readonly level: 'tenant'; readonly userId: string }
  | { readonly level: 'app'; readonly userId: string; readonly appId: string }
  | {
      readonly level: 'model';
      readonly userId: string;
      readonly appId: string;
      readonly modelId: string;
    };

/** Where a job spends: its tenant, and what of his. Holds of earlier releases name less. */
export interface BudgetPlace {
  readonly userId: string;
  readonly appId?: string;
  readonly modelId?: string;
}

/** Where a hold's money counts: the budgets of these are what it must fit in. */
export function placeOf(
  userId: string,
  { appId, modelId }: Pick<Hold, 'appId' | 'modelId'>,
): BudgetPlace {
  return {
    userId,
    ...(appId === undefined ? {} : { appId }),
    ...(modelId === undefined ? {} : { modelId }),
  };
}

/** Every target that money spent at this place counts in, the widest first. */
export function targetsOf({ userId, appId, modelId }: BudgetPlace): readonly BudgetTarget[] {
  const app = appId === undefined ? undefined : { userId, appId };
  return [
    { level: 'account' },
    { level: 'tenant', userId },
    ...(app ? [{ level: 'app' as const, ...app }] : []),
    ...(app && modelId !== undefined ? [{ level: 'model' as const, ...app, modelId }] : []),
  ];
}

/** True where money spent at this place counts in the target. */
export function counts(target: BudgetTarget, place: BudgetPlace): boolean {
  const { level, ...ids } = target;
  if (level === 'account') return true;
  return Object.entries(ids).every(([name, id]) => place[name as keyof BudgetPlace] === id);
}

/** `account`, `tenant`, `app:A`, `model:A:M`: its name among those of its owner. */
export function budgetIdOf(target: BudgetTarget): string {
  switch (target.level) {
    case 'account':
    case 'tenant':
      return target.level;
    case 'app':
      return `app:${target.appId}`;
    case 'model':
      return `model:${target.appId}:${target.modelId}`;
  }
}

/**
 * The reverse of `budgetIdOf`. @throws DeeptuneError does-not-exist for what is no id of a budget
 */
export function targetOfId(id: string, userId: string): BudgetTarget {
  const [level, appId = '', modelId = '', ...rest] = id.split(':');
  const isId = (text: string) => idProblem(text) === undefined;
  if (id === 'account') return { level: 'account' };
  if (id === 'tenant') return { level: 'tenant', userId };
  if (level === 'app' && isId(appId) && modelId === '') return { level, userId, appId };
  if (level === 'model' && isId(appId) && isId(modelId) && rest.length === 0)
    return { level, userId, appId, modelId };
  throw fail(
    'doesNotExist',
    `Budget '${id}' does not exist: 'tenant', 'app:<app id>', 'model:<app id>:<model id>' and 'account' are ids of budgets`,
  );
}

/** First part of the keys of what is stored of the target's limit, see `keys.budgetLimit`. */
export function ownerOf(target: BudgetTarget): string {
  return budgetOwner(target.level === 'account' ? undefined : target.userId);
}

/** Where the limit is stored that was set for the target. */
export function limitKeyOf(target: BudgetTarget): Key {
  return keys.budgetLimit(ownerOf(target), budgetIdOf(target));
}

/** Where is counted what the target spent in a month. */
export function counterKeyOf(target: BudgetTarget, period: string): Key {
  switch (target.level) {
    case 'account':
      return keys.accountBudget(period);
    case 'tenant':
      return keys.budget(target.userId, period);
    case 'app':
      return keys.appBudget(target, period);
    case 'model':
      return keys.modelBudget(target, target.modelId, period);
  }
}

/** `the account`, `tenant 'u'`, `app 'a'`, `model 'a/m'`: for a person. */
export function nameOf(target: BudgetTarget): string {
  switch (target.level) {
    case 'account':
      return 'the account';
    case 'tenant':
      return `tenant '${target.userId}'`;
    case 'app':
      return `app '${target.appId}'`;
    case 'model':
      return `model '${target.modelId}' of app '${target.appId}'`;
  }
}
