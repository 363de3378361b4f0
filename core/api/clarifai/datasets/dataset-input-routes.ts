import * as z from 'zod';
import { carryOut } from '../../../dataset/input/bulk-operation.ts';
import { addToDataset, removeFromDataset } from '../../../dataset/dataset-members.ts';
import type { Input } from '../../../dataset/record/input.ts';
import { eachInput } from '../../../dataset/record/list-inputs.ts';
import { getInput } from '../../../dataset/record/store-input.ts';
import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse } from '../../http/request-context.ts';
import { datasetOf } from './dataset-call.ts';
import { idSchema } from '../../http/ids.ts';
import { answerInput, answerInputs } from '../annotations/labelled-answers.ts';
import { pagedLazily } from '../../http/paging.ts';
import { paging, word } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { bulkOperationToWire } from '../inputs/bulk-wire.ts';
import { searchSchema } from '../search/search-wire.ts';
import type { DatasetInput } from '../../wire/messages.ts';

const additions = z.object({
  dataset_inputs: z
    .array(z.object({ input: z.object({ id: idSchema }) }))
    .max(1000)
    .default([]),
  search: searchSchema.optional(),
});

const removals = z.object({ input_ids: z.array(z.string()).max(1000).default([]) });

/** By ids, or every input that a search finds: then as a bulk operation. */
async function post(call: RequestContext): Promise<Answer<'PostDatasetInputs'>> {
  const { scope, dataset } = await datasetOf(call);
  const { dataset_inputs: named, search: filters } = parse(additions, call.body);
  if (named.length > 0 === (filters !== undefined))
    throw fail('invalidRequest', 'Give either dataset_inputs or search, and not both');
  if (filters) {
    const request = {
      search: call.body['search'] ?? {},
      operation: { add_to_dataset: { dataset_id: dataset.id } },
    };
    const change = { kind: 'add-to-dataset', datasetId: dataset.id } as const;
    const done = await carryOut(scope, { source: { filters }, change, request }, call.deps);
    return { dataset_inputs: [], bulk_operation: bulkOperationToWire(done, scope) };
  }
  const ids = [...new Set(named.map(({ input }) => input.id))];
  const added = await addToDataset(scope, dataset.id, ids, call.deps);
  return { dataset_inputs: await answer(added, scope, call) };
}

async function list(call: RequestContext): Promise<Answer<'ListDatasetInputs'>> {
  const { scope, dataset } = await datasetOf(call);
  const members = await pagedLazily(call, membersOf(scope, dataset.id, call));
  return { dataset_inputs: await answer(members, scope, call) };
}

async function* membersOf(
  scope: Scope,
  datasetId: string,
  call: RequestContext,
): AsyncGenerator<Input> {
  for await (const input of eachInput(scope, call.deps, word(call, 'behind')))
    if (input.datasetIds.includes(datasetId)) yield input;
}

async function get(call: RequestContext): Promise<Answer<'GetDatasetInput'>> {
  const { scope, dataset } = await datasetOf(call);
  const input = await getInput(scope, param(call, 'input_id'), call.deps);
  if (!input.datasetIds.includes(dataset.id))
    throw fail('doesNotExist', `Input '${input.id}' is not in dataset '${dataset.id}'`);
  const dataset_input = {
    created_at: input.createdAt,
    input: await answerInput(input, scope, call),
  };
  return { dataset_input };
}

async function remove(call: RequestContext): Promise<Answer<'DeleteDatasetInputs'>> {
  const { scope, dataset } = await datasetOf(call);
  const ids = [...new Set(parse(removals, call.body).input_ids)];
  await removeFromDataset(scope, dataset.id, ids, call.deps);
  return {};
}

async function answer(
  inputs: readonly Input[],
  scope: Scope,
  call: RequestContext,
): Promise<DatasetInput[]> {
  const answered = await answerInputs(inputs, scope, call);
  return answered.map((input, index) => ({ created_at: inputs[index]?.createdAt ?? '', input }));
}

const all = { path: '/datasets/:dataset_id/inputs', under: 'app' } as const;

export const datasetInputRoutes: readonly Route[] = [
  { operation: 'PostDatasetInputs', method: 'POST', ...all, body: additions, handle: post },
  {
    operation: 'ListDatasetInputs',
    method: 'GET',
    ...all,
    query: { ...paging, behind: 'text' },
    handle: list,
  },
  { operation: 'DeleteDatasetInputs', method: 'DELETE', ...all, body: removals, handle: remove },
  {
    operation: 'GetDatasetInput',
    method: 'GET',
    path: '/datasets/:dataset_id/inputs/:input_id',
    under: 'app',
    handle: get,
  },
];
