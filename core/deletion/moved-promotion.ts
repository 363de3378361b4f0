import { omit } from '../json.ts';
import { answeringVersion } from '../model/answering-version.ts';
import type { Model } from '../model/model.ts';
import type { ModelVersion } from '../model/model-version.ts';
import { isLoadable } from '../model/model-version.ts';
import type { PromotionMove } from '../model/promotion/promotion.ts';
import type { Table } from '../ports/table.ts';
import type { Scope } from '../records/keys.ts';
import { readAll } from '../records/records.ts';
import { answeredBefore } from '../training/gate/promotion-history.ts';
import { movesOf, nextMove } from '../training/gate/promotion-writes.ts';

/** A model without one of its versions. */
export interface WithoutVersion {
  readonly model: Model;
  /** The version answered its predictions: another one does from now on. */
  readonly move?: PromotionMove;
}

/**
 * A model whose promoted version goes: the one that answered before it answers again, else the
 * newest that may; where there is none, nothing is promoted any more.
 * @param of.left its other versions, the newest first
 */
export async function withoutPromoted(
  scope: Scope,
  of: { readonly model: Model; readonly versionId: string; readonly left: readonly ModelVersion[] },
  { table, now }: { readonly table: Table; now(): string },
): Promise<WithoutVersion> {
  const { model, versionId, left } = of;
  if (model.promoted?.versionId !== versionId) return { model };
  const unpromoted: Model = omit(model, 'promoted');
  const next = (await goneBackTo(scope, of, table)) ?? answeringVersion(unpromoted, left)?.id;
  if (next === undefined) return { model: unpromoted };
  const at = now();
  const sequence = await nextMove(table, scope, model);
  return {
    model: { ...model, promoted: { versionId: next, sequence, at } },
    move: {
      ...{ versionId: next, sequence, at, fromVersionId: versionId, cause: 'deleted' },
      reason: `Version '${versionId}' was deleted`,
    },
  };
}

async function goneBackTo(
  scope: Scope,
  { model, versionId, left }: { model: Model; versionId: string; left: readonly ModelVersion[] },
  table: Table,
): Promise<string | undefined> {
  const there = new Set(left.filter(isLoadable).map(({ id }) => id));
  const moves = await readAll<PromotionMove>(table, movesOf(scope, model.id));
  return answeredBefore(moves, versionId, (id) => there.has(id));
}
