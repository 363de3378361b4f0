import type { ManifestRow } from '../../../dataset/version/dataset-version.ts';
import type { Input } from '../../../dataset/record/input.ts';
import { inBatches } from '../../../dataset/record/store-input.ts';
import { keys } from '../../../records/keys.ts';
import { readRecord } from '../../../records/records.ts';
import { rowsOf } from '../../../training/line/find-line.ts';
import { conceptsOfVersion } from '../../../model/model-version.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { modelOf } from './model-call.ts';
import { answerInputs } from '../annotations/labelled-answers.ts';
import { matchesSearch } from '../../http/matching.ts';
import { paged } from '../../http/paging.ts';
import { paging, parameters, word } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { conceptsToWire } from '../versions/version-wire.ts';
import type { Input as InputMessage } from '../../wire/messages.ts';

/** The concepts that a version predicts. */
async function concepts(call: RequestContext): Promise<Answer<'ListModelConcepts'>> {
  const { version } = await modelOf(call);
  const isFound = matchesSearch(word(call, 'search'));
  const chosen = conceptsOfVersion(version).filter(({ id, name }) => isFound([id, name]));
  return { concepts: conceptsToWire(paged(call, chosen), version.scope.appId) };
}

/** The inputs of the dataset version that a version was trained on; none where it is untrained. */
async function inputs(call: RequestContext): Promise<Answer<'ListModelInputs'>> {
  const { version } = await modelOf(call);
  const { scope } = version;
  const rows = paged(call, (await rowsOf(version, call.deps)) ?? []);
  const stored = await inBatches(rows, ({ id }) =>
    readRecord<Input>(call.deps.table, keys.input(scope, id)),
  );
  const present = stored.flatMap((record) => (record ? [record.value] : []));
  const answered = await answerInputs(present, scope, call);
  const byId = new Map(present.map(({ id }, index) => [id, answered[index]]));
  return { inputs: rows.map((row) => byId.get(row.id) ?? deletedInput(row, version)) };
}

/** An input that was deleted since is known by what the dataset version keeps of it. */
function deletedInput(row: ManifestRow, { scope }: ModelVersion): InputMessage {
  const named = row.concepts.map((concept) => ({ ...concept, name: concept.id }));
  return { id: row.id, data: { concepts: conceptsToWire(named, scope.appId) } };
}

const parents = ['/models/:model_id', '/models/:model_id/versions/:version_id'];

export const modelContentRoutes: readonly Route[] = parents.flatMap((path): Route[] => [
  {
    operation: 'ListModelConcepts',
    method: 'GET',
    path: `${path}/concepts`,
    under: 'app',
    query: { ...paging, ...parameters('text', 'search version_id') },
    handle: concepts,
  },
  {
    operation: 'ListModelInputs',
    method: 'GET',
    path: `${path}/inputs`,
    under: 'app',
    query: { ...paging, ...parameters('text', 'version_id') },
    handle: inputs,
  },
]);
