import type { ModelVersionStatus } from '../../../core/model/model-version.ts';
import { canMove } from '../../../core/model/model-version.ts';

const statuses: readonly ModelVersionStatus[] = [
  'untrained',
  'queued',
  'training',
  'stopping',
  'trained',
  'stopped',
  'failed',
];

/** Every legal move; what is not here is illegal. */
const legal = new Set([
  'queued > training',
  'queued > stopping',
  'queued > stopped',
  'queued > failed',
  'training > training',
  'training > trained',
  'training > stopping',
  'training > stopped',
  'training > failed',
  'stopping > stopped',
  'stopping > trained',
  'stopping > failed',
]);

describe('lifecycle of a model version', () => {
  const moves = statuses.flatMap((from) =>
    statuses.map((to) => ({ from, to, isLegal: legal.has(`${from} > ${to}`) })),
  );

  test.each(moves)('$from to $to is legal: $isLegal', ({ from, to, isLegal }) => {
    expect(canMove(from, to)).toBe(isLegal);
  });

  test.each(['trained', 'stopped', 'failed', 'untrained'] as const)(
    'nothing leaves %s',
    (status) => {
      expect(statuses.filter((to) => canMove(status, to))).toEqual([]);
    },
  );
});
