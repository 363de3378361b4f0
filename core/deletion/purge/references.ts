import type { App } from '../../access/app.ts';
import type { Input } from '../../dataset/record/input.ts';
import { objectsOf } from '../../dataset/version/dataset-version.ts';
import { eachManifestRow } from '../../dataset/version/manifest.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { eachRecord, readAll } from '../../records/records.ts';
import { Erased } from './erased.ts';
import type { TraceUses } from './traces.ts';
import { datasetVersions } from './traces.ts';

/** Other inputs of the user that have the same content, or one of the same objects. */
export interface References {
  /** Ids of inputs of the same app that are copies. */
  readonly copies: readonly string[];
  /** Object -> who else has it, in words. */
  readonly objects: ReadonlyMap<string, string>;
}

/**
 * Walks through the inputs, and the dataset versions, of all apps of the user: they share the bytes
 * of equal images.
 */
export async function findReferences(
  scope: Scope,
  erased: Erased,
  deps: TraceUses,
): Promise<References> {
  const copies: string[] = [];
  const objects = new Map<string, string>();
  for (const app of await readAll<App>(deps.table, keys.appsOf(scope.userId))) {
    const at = { userId: scope.userId, appId: app.id };
    const isOwn = app.id === scope.appId;
    for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(at))) {
      if (isOwn && erased.ids.has(value.id)) continue;
      const key = erased.keyOfInput(value);
      if (isOwn && key !== undefined && erased.contents.has(key)) copies.push(value.id);
      const where = `input '${value.id}'${isOwn ? '' : ` of app '${app.id}'`}`;
      for (const object of objectsOfInput(value, at))
        if (erased.objects.has(object) && !objects.has(object)) objects.set(object, where);
    }
    await addFrozen(at, { erased, objects, isOwn }, deps);
  }
  return { copies, objects };
}

function objectsOfInput(input: Input, { userId }: Scope): ReadonlySet<string> {
  const own = new Erased({ ids: [] }, String);
  own.addInput(input, userId);
  return own.objects;
}

async function addFrozen(
  scope: Scope,
  to: { erased: Erased; objects: Map<string, string>; isOwn: boolean },
  deps: TraceUses,
): Promise<void> {
  const { erased, objects, isOwn } = to;
  if (erased.objects.size === 0) return;
  for (const version of (await datasetVersions(scope, deps)).ready)
    for await (const row of eachManifestRow(scope, version, deps)) {
      if (isOwn && erased.ids.has(row.id)) continue;
      for (const object of objectsOf(row))
        if (erased.objects.has(object) && !objects.has(object))
          objects.set(
            object,
            `input '${row.id}' in dataset version '${version.id}' of app '${scope.appId}'`,
          );
    }
}
