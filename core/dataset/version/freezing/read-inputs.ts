import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Item } from '../../../ports/table.ts';
import type { Input } from '../../record/input.ts';
import { inputChoice } from '../frozen-inputs.ts';
import { PartBuilder } from './frozen-part.ts';
import { saveProgress } from './ownership.ts';
import type { OwnedVersion } from './ownership.ts';

/**
 * A part is written at the latest with so many rows, so many characters, or after so many pages of
 * the table (of 1,000 inputs and 1 MB at most).
 */
const part = { rows: 10_000, characters: 4_000_000, pages: 50 };

type Uses = Pick<Dependencies, 'table' | 'objects' | 'now'>;

/**
 * Reads the inputs of the app from where the freezing stands, page by page, into parts of the rows;
 * how far it has come is kept with each part.
 * @param hasTime asked after each part
 * @returns the version: `isRead`, or as far as the time went
 * @throws DeeptuneError conflict where another has taken it over
 */
export async function readInputs(
  scope: Scope,
  owned: OwnedVersion,
  hasTime: () => boolean,
  deps: Uses,
): Promise<OwnedVersion> {
  const { datasetId } = owned.version;
  const choice = await inputChoice(scope, { datasetId, filter: owned.freezing.filter }, deps);
  let at = owned;
  let builder = new PartBuilder();
  let pages = 0;
  for await (const { items, isLast } of pagesOf(scope, at.freezing.behind, deps)) {
    for (const { data } of items) {
      const chosen = choice.choose(data as unknown as Input);
      if (chosen) builder.add(chosen);
    }
    pages += 1;
    const isFull = builder.rows >= part.rows || builder.characters >= part.characters;
    if (!isFull && !isLast && pages < part.pages) continue;
    at = await keep(scope, at, { builder, behind: items.at(-1)?.sk, isLast }, deps);
    if (isLast || !hasTime()) return at;
    [builder, pages] = [new PartBuilder(), 0];
  }
  return at;
}

async function keep(
  scope: Scope,
  at: OwnedVersion,
  read: { builder: PartBuilder; behind: string | undefined; isLast: boolean },
  deps: Uses,
): Promise<OwnedVersion> {
  const { freezing, version, owner } = at;
  const parts = [...freezing.parts];
  if (read.builder.rows > 0) {
    // Its owner's name is in it: one who was too slow cannot write over another's.
    const name = `${String(parts.length).padStart(6, '0')}-${owner}.jsonl`;
    const key = objectKeys.frozenPart(scope, version.datasetId, version.id, name);
    await deps.objects.put(key, read.builder.encode());
    parts.push(name);
  }
  const behind = read.behind ?? freezing.behind;
  const progress = {
    ...freezing,
    ...(behind === undefined ? {} : { behind }),
    isRead: read.isLast,
    tries: 0,
    parts,
  };
  return saveProgress(scope, at, progress, deps);
}

async function* pagesOf(
  scope: Scope,
  behind: string | undefined,
  { table }: Pick<Dependencies, 'table'>,
): AsyncGenerator<{ items: readonly Item[]; isLast: boolean }> {
  const query = keys.inputsOf(scope);
  let page = await table.query({ ...query, ...(behind === undefined ? {} : { behind }) });
  for (;;) {
    yield { items: page.items, isLast: page.next === undefined };
    if (page.next === undefined) return;
    page = await table.query({ ...query, after: page.next });
  }
}
