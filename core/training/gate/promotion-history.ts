import type { PromotionMove } from '../../model/promotion/promotion.ts';

type Move = Pick<PromotionMove, 'versionId' | 'fromVersionId' | 'cause'>;

/**
 * Which versions a roll back can go through: the one that answers last, before it the one in whose
 * place it came, and so on. What was rolled back, or went with a deletion, is no part of it any
 * more: nobody comes forward to it again by asking for the one before.
 * @param moves the newest first
 */
export function promotionHistory(moves: readonly Move[]): readonly string[] {
  let history: readonly string[] = [];
  for (const { versionId, fromVersionId, cause } of moves.toReversed()) {
    // Of a model that an earlier release promoted nothing of, its first move knows what answered.
    if (history.length === 0 && fromVersionId !== undefined) history = [fromVersionId];
    const isBack = cause === 'rolled-back' || cause === 'deleted';
    const at = isBack ? history.lastIndexOf(versionId) : -1;
    history = at < 0 ? [...history, versionId] : history.slice(0, at + 1);
  }
  return history;
}

/**
 * The version that answered before another one does.
 * @param isThere whether it could answer again
 */
export function answeredBefore(
  moves: readonly Move[],
  versionId: string | undefined,
  isThere: (id: string) => boolean,
): string | undefined {
  return promotionHistory(moves).findLast((id) => id !== versionId && isThere(id));
}
