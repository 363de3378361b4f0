import type { Model } from '../../model/model.ts';
import type { PromotionMove } from '../../model/promotion/promotion.ts';
import type { Table, Write } from '../../ports/table.ts';
import type { Scope } from '../../records/keys.ts';
import { keys } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import { eachRecord, toData } from '../../records/records.ts';

/** A move without what its place among the others says. */
export type NewMove = Omit<PromotionMove, 'sequence'>;

/**
 * The number of a model's next move, from 1: also of a model whose promoted version is gone.
 */
export async function nextMove(
  table: Table,
  scope: Scope,
  { id, promoted }: Pick<Model, 'id' | 'promoted'>,
): Promise<number> {
  if (promoted) return promoted.sequence + 1;
  const newest = { ...keys.promotionsOf(scope, id), descending: true, limit: 1 };
  for await (const { value } of eachRecord<PromotionMove>(table, newest)) return value.sequence + 1;
  return 1;
}

/**
 * Moves `promoted`, with its record, on condition that the model is as it was read: to be written
 * in one transaction with what goes with it.
 */
export function moveWrites(
  scope: Scope,
  { value: model, rev }: Stored<Model>,
  move: PromotionMove,
): Write[] {
  const { versionId, sequence, at } = move;
  const changed: Model = { ...model, promoted: { versionId, sequence, at } };
  return [
    { put: { ...keys.model(scope, model.id), data: toData(changed) }, if: { rev } },
    {
      put: { ...keys.promotion(scope, model.id, sequence), data: toData(move) },
      if: 'absent' as const,
    },
  ];
}

/** All moves of a model, the newest first. */
export function movesOf(scope: Scope, modelId: string) {
  return { ...keys.promotionsOf(scope, modelId), descending: true };
}
