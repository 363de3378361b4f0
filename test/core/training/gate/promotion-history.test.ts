import type { PromotionMove } from '../../../../core/model/promotion/promotion.ts';
import {
  answeredBefore,
  promotionHistory,
} from '../../../../core/training/gate/promotion-history.ts';

type Move = Pick<PromotionMove, 'versionId' | 'fromVersionId' | 'cause'>;

/** In the order of their time, as `to cause`; each from the one before. */
function moves(...all: readonly string[]): Move[] {
  return all
    .map((each, at): Move => {
      const [versionId, cause = 'gate'] = each.split(' ') as [string, Move['cause']?];
      const fromVersionId = all[at - 1]?.split(' ')[0];
      return { versionId, cause, ...(fromVersionId === undefined ? {} : { fromVersionId }) };
    })
    .reverse();
}

describe('the versions that a roll back goes through', () => {
  test.each([
    ['none', [], []],
    ['each that was promoted', ['a first-version', 'b', 'c by-hand'], ['a', 'b', 'c']],
    ['not what was rolled back', ['a', 'b', 'c', 'b rolled-back'], ['a', 'b']],
    ['nor what was skipped over', ['a', 'b', 'c', 'a rolled-back', 'd'], ['a', 'd']],
    ['nor what was deleted', ['a', 'b', 'c', 'b deleted'], ['a', 'b']],
    ['but what was promoted again', ['a', 'b', 'a rolled-back', 'b by-hand'], ['a', 'b']],
    ['and what nobody had promoted before', ['a', 'x deleted'], ['a', 'x']],
  ])('%s', (_, all, expected) => {
    expect(promotionHistory(moves(...all))).toEqual(expected);
  });

  test('with the one that answered before the first move, of an earlier release', () => {
    expect(promotionHistory([{ versionId: 'b', fromVersionId: 'a', cause: 'gate' }])).toEqual([
      ...['a', 'b'],
    ]);
  });

  test('passing those that are not there any more', () => {
    const all = moves('a', 'b', 'c', 'd');
    expect(answeredBefore(all, 'd', (id) => id !== 'c')).toBe('b');
    expect(answeredBefore(all, 'd', () => false)).toBeUndefined();
    expect(answeredBefore(moves('a'), 'a', () => true)).toBeUndefined();
  });
});
