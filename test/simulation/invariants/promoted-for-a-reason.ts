import type { ModelVersion } from '../../../core/model/model-version.ts';
import { isLoadable } from '../../../core/model/model-version.ts';
import type { Model } from '../../../core/model/model.ts';
import type { PromotionMove } from '../../../core/model/promotion/promotion.ts';
import type { Item } from '../../../core/ports/table.ts';
import { keys } from '../../../core/records/keys.ts';
import type { Change, Facts, MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

/** I19: what answers a model's predictions can be loaded, and a move says why it does. */
export const promotedForAReason: MakeInvariant = (violate) => ({
  name: 'I19 what is promoted can be loaded, for a reason',
  onCommit(changes, facts) {
    for (const { pk, sk, before, after } of changes) {
      if (kindOf(pk) === 'promotions' && before && after) violate(`${pk} ${sk} was changed`);
      if (kindOf(pk) !== 'models' || !after) continue;
      const [old, model] = [before, after].map((item) => item?.data as unknown as Model);
      if (model!.promoted?.sequence === old?.promoted?.sequence) continue;
      const wrong = model!.promoted
        ? wrongMove({ pk, model: model!, old, changes }, facts)
        : wrongEnd(old!, changes);
      if (wrong !== undefined) violate(`${pk} ${sk}: ${wrong}`);
    }
  },
  atEnd(facts) {
    for (const { pk, data } of facts.items()) {
      const model = data as unknown as Model;
      if (kindOf(pk) !== 'models' || !model.promoted) continue;
      const version = versionOf(pk, model, facts);
      if (!version || !isLoadable(version))
        violate(`${pk} ${model.id}: version ${model.promoted.versionId} answers, and is not there`);
    }
  },
});

interface Moved {
  readonly pk: string;
  readonly model: Model;
  readonly old: Model | undefined;
  readonly changes: readonly Change[];
}

function scopeOf(pk: string) {
  const [, userId = '', , appId = ''] = pk.split('#');
  return { userId, appId };
}

function itemOf({ pk, sk }: { pk: string; sk: string }, facts: Facts): Item | undefined {
  return facts.item(pk, sk);
}

function versionOf(pk: string, { id, promoted }: Model, facts: Facts): ModelVersion | undefined {
  const key = keys.version(scopeOf(pk), id, promoted!.versionId);
  return itemOf(key, facts)?.data as unknown as ModelVersion | undefined;
}

/** Nothing answers any more: the version that did went with this. */
function wrongEnd({ promoted }: Model, changes: readonly Change[]): string | undefined {
  return isGone(promoted!.versionId, changes)
    ? undefined
    : `version ${promoted!.versionId} answers no more, and is there`;
}

function isGone(versionId: string, changes: readonly Change[]): boolean {
  return changes.some(
    ({ pk, sk, after }) => kindOf(pk) === 'versions' && sk === versionId && !after,
  );
}

/** What is wrong with how `promoted` moved; undefined: nothing. */
function wrongMove({ pk, model, old, changes }: Moved, facts: Facts): string | undefined {
  const { versionId, sequence } = model.promoted!;
  const { sk } = keys.promotion(scopeOf(pk), model.id, sequence);
  const written = changes.find((each) => kindOf(each.pk) === 'promotions' && each.sk === sk);
  const move = written?.after?.data as unknown as PromotionMove | undefined;
  if (move?.versionId !== versionId) return `no move says why version ${versionId} answers`;
  if (old?.promoted && sequence !== old.promoted.sequence + 1)
    return `move ${sequence} is behind move ${old.promoted.sequence}`;
  const version = versionOf(pk, model, facts);
  if (!version || !isLoadable(version)) return `version ${versionId} cannot be loaded`;
  if (move.reason === '') return `move ${sequence} has no reason`;
  return wrongCause(move, { version, answered: old?.promoted?.versionId, changes });
}

function wrongCause(
  { cause, by, fromVersionId, versionId }: PromotionMove,
  of: {
    readonly version: ModelVersion;
    readonly answered: string | undefined;
    readonly changes: readonly Change[];
  },
): string | undefined {
  const { version, answered, changes } = of;
  const gate = 'gate' in version ? version.gate : undefined;
  const parent = 'training' in version ? version.training.parent?.versionId : undefined;
  const said = `version ${versionId} answers by '${cause}'`;
  if (cause === 'gate') {
    const isShown = gate?.verdict === 'promote' && gate.reasons[0]?.code === 'all-floors-held';
    if (!isShown) return `${said}, and its gate says ${gate?.verdict} ${gate?.reasons[0]?.code}`;
    // Of a model that nothing answered for, a child of another model's version may be the first.
    const isExpected = answered === undefined || answered === parent;
    return isExpected && fromVersionId === answered
      ? undefined
      : `${said}, was compared with ${parent}, and ${answered} answered`;
  }
  if (cause === 'first-version') {
    const isFree = parent === undefined || gate?.reasons[0]?.code === 'first-version';
    return isFree && gate?.verdict === 'promote' ? undefined : `${said}, and has parent ${parent}`;
  }
  if (cause === 'deleted')
    return fromVersionId !== undefined && isGone(fromVersionId, changes)
      ? undefined
      : `${said} in the place of ${fromVersionId}, which is there`;
  return by ? undefined : `${said}, and nobody did it`;
}
