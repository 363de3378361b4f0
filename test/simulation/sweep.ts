import type { HandlerName } from '../../lambda/environment.ts';
import type { InjectedKind } from './network/injected-faults.ts';
import { runSeed } from './world.ts';

/** What is put at each call in turn. */
export const sweptKinds = [
  'crash-after',
  'crash-before',
  'committed-reply-lost',
  'late',
  'stop',
] as const;
export type SweptKind = Extract<InjectedKind, (typeof sweptKinds)[number]> | 'stop';

const small = { seed: 1, tenants: 1, script: ['train', 'evaluate'] } as const;

/** How many calls the small world makes. */
export async function sweptCalls(): Promise<number> {
  return (await runSeed(small)).calls;
}

/**
 * The small world with one fault at one call of it, whatever process makes that call.
 * @returns what does not hold: a job that fails by one fault that passes, too
 */
export async function sweepAt(
  at: number,
  kind: SweptKind,
  caller?: HandlerName,
): Promise<readonly string[]> {
  const single = { at, kind, ...(caller === undefined ? {} : { caller }) };
  const { violations, failed } = await runSeed({ ...small, single });
  return [...violations, ...failed.map((id) => `${id} failed by a fault that passes`)];
}
