import * as z from 'zod';
import { deletedTest } from '../../../dataset/version/deleted-rows.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import { eachManifestRow } from '../../../dataset/version/manifest.ts';
import {
  maxGroups,
  readIndex,
  readProblems,
} from '../../../dataset/version/report/version-index.ts';
import type { IndexedRow, VersionIndex } from '../../../dataset/version/report/version-index.ts';
import { readReport } from '../../../dataset/version/report/stored-report.ts';
import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import { withDecodedPictures } from '../../../training/decoded-pictures-of.ts';
import { paged } from '../../http/paging.ts';
import { paging, word } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import type { FrozenInput } from '../../wire/messages.ts';
import { datasetVersionOf } from './dataset-call.ts';

const splits = z.object({ split: z.enum(['train', 'test']).optional() });

/**
 * Inputs of a dataset version by id, those with a concept, of a side of the split, or with a
 * problem that its report names; a page, and how many there are.
 * @throws DeeptuneError invalid-request for a problem that the report does not have
 */
async function list(call: RequestContext): Promise<Answer<'ListDatasetVersionInputs'>> {
  const { scope, version } = await datasetVersionOf(call);
  const { split } = parse(splits, { split: word(call, 'split') });
  const problem = word(call, 'problem');
  const index = await readIndex(scope, version, call.deps);
  const place = placeOf(index, word(call, 'concept'));
  const isAsked = (row: IndexedRow | undefined) =>
    (split === undefined || row?.[1] === Number(split === 'test')) &&
    (place === undefined || row?.[2].includes(place) === true);
  if (problem === undefined) {
    const rows = index.rows.filter(isAsked);
    return { inputs: paged(call, rows).map((row) => toWire(row, index)), total: rows.length };
  }
  const { groups, notListed } = await groupsOf(problem, { scope, version }, call);
  const asked = groups
    .map((ids) => ({ ids, row: rowOf(index, ids.at(-1) ?? '') }))
    .filter(({ row }) => isAsked(row));
  const inputs = paged(call, asked).map(({ ids, row }) => ({
    ...(row ? toWire(row, index) : { id: ids.at(-1) ?? '', concepts: [], split: 'train' }),
    ...(ids.length > 1 ? { with: ids.slice(0, -1) } : {}),
  }));
  return { inputs, total: asked.length, ...(notListed === undefined ? {} : { notListed }) };
}

/** -1 for one that no row has: nothing is found then. */
function placeOf({ concepts }: VersionIndex, concept: string | undefined): number | undefined {
  return concept === undefined ? undefined : concepts.indexOf(concept);
}

function toWire([id, heldOut, places]: IndexedRow, { concepts }: VersionIndex): FrozenInput {
  const split = heldOut === 1 ? 'test' : 'train';
  return { id, concepts: places.map((place) => concepts[place] ?? ''), split };
}

/** Rows ascend by id. */
function rowOf({ rows }: VersionIndex, id: string): IndexedRow | undefined {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rows[middle]?.[0] ?? '') < id) from = middle + 1;
    else to = middle;
  }
  return rows[from]?.[0] === id ? rows[from] : undefined;
}

interface Asked {
  readonly scope: Scope;
  readonly version: DatasetVersion;
}

interface Groups {
  readonly groups: readonly (readonly string[])[];
  /** What is not among them, in words. */
  readonly notListed?: string;
}

async function groupsOf(
  problem: string,
  { scope, version }: Asked,
  call: RequestContext,
): Promise<Groups> {
  if (problem === 'deleted-inputs') return { groups: await deletedIn(scope, version, call) };
  const report = await readReport(scope, version, call.deps);
  const known = (await readProblems(scope, version, call.deps)).groups[problem];
  const { findings } = known
    ? report
    : await withDecodedPictures(scope, version, report, call.deps);
  const finding = findings.find(({ code }) => code === problem);
  if (!finding) {
    const codes = findings.map(({ code }) => code).join(', ') || 'none';
    throw fail(
      'invalidRequest',
      `The report of dataset version '${version.id}' has no finding '${problem}'; it has ${codes}`,
    );
  }
  const groups = known ?? (isOfInputs(problem) ? finding.examples.map(({ ids }) => ids) : []);
  if (known && groups.length < maxGroups) return { groups };
  const left = Math.max(0, finding.value - groups.length);
  return {
    groups,
    notListed: isOfInputs(problem)
      ? `${groups.length} are listed; of ${left} more it is not kept which they are`
      : `'${problem}' is not about single inputs: ${finding.message}`,
  };
}

/** What a training saw when it decoded the pictures: of it there are examples. */
const isOfInputs = (problem: string): boolean => problem.includes('copies');

async function deletedIn(
  scope: Scope,
  version: DatasetVersion,
  { deps }: RequestContext,
): Promise<string[][]> {
  const isDeleted = await deletedTest(scope, deps);
  const groups: string[][] = [];
  if (isDeleted.isNeeded)
    for await (const row of eachManifestRow(scope, version, deps))
      if (await isDeleted(row)) groups.push([row.id]);
  return groups;
}

/** An extension: Clarifai has no public counterpart. */
export const datasetVersionInputRoutes: readonly Route[] = [
  {
    operation: 'ListDatasetVersionInputs',
    method: 'GET',
    path: '/datasets/:dataset_id/versions/:dataset_version_id/inputs',
    under: 'app',
    query: { ...paging, concept: 'text', split: 'text', problem: 'text' },
    handle: list,
  },
];
