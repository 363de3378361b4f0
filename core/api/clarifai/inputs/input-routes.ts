import * as z from 'zod';
import { countAdded, assertNotCancelled } from '../../../dataset/input/add-job.ts';
import { addInputs } from '../../../dataset/input/add-inputs.ts';
import type { Input } from '../../../dataset/record/input.ts';
import { statusOfInput } from '../../../dataset/record/input-status.ts';
import {
  countInputs,
  deleteAllInputs,
  deleteInputs,
  eachInput,
} from '../../../dataset/record/list-inputs.ts';
import { patchInputs } from '../../../dataset/input/patch-input.ts';
import { getInput } from '../../../dataset/record/store-input.ts';
import { nextInOrder, orderOfCreation } from '../../../dataset/query/stream-inputs.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { readSlice } from '../../../records/records.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { idSchema } from '../../http/ids.ts';
import { answerInput, answerInputs } from '../annotations/labelled-answers.ts';
import { pagedLazily, pagedQuery, pageOf } from '../../http/paging.ts';
import { flag, paging, parameters, words } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { thoseThatFit } from '../../http/body/size-limits.ts';
import { status } from '../../http/status.ts';
import { inputStatusSchema } from '../../http/status-names.ts';
import { addJobToWire } from './add-job-wire.ts';
import { withHosted } from './hosted-content.ts';
import { inputToWire, newInputSchema } from './input-wire.ts';
import { inputPatches } from './patch-wire.ts';
import type { Status } from '../../wire/messages.ts';

/** As Clarifai publishes it. */
const maxInputsPerCall = 128;

const newInputs = z.object({
  inputs: z.array(newInputSchema).min(1).max(maxInputsPerCall),
  inputs_add_job_id: z.union([idSchema, z.literal('')]).default(''),
  input_id_conflict_resolution: z
    .enum(['INPUT_ID_CONFLICT_RESOLUTION_NOT_SET', 'SKIP', 'SUFFIX'])
    .default('SKIP'),
});

async function postInputs(call: RequestContext): Promise<Answer<'PostInputs'>> {
  const scope = await scopeOf(call);
  const { inputs, inputs_add_job_id: jobId, ...asked } = parse(newInputs, call.body);
  if (jobId) await assertNotCancelled(scope, jobId, call.deps);
  const onConflict = asked.input_id_conflict_resolution === 'SUFFIX' ? 'suffix' : 'skip';
  const contents = await withHosted(
    inputs.map(({ content }) => content),
    call,
  );
  const asNamed = inputs.map((input, index) => ({
    ...input,
    content: contents[index] ?? input.content,
  }));
  const added = await addInputs(scope, asNamed, call.deps, onConflict);
  const failed = added.filter((input) => input.data.kind === 'invalid').length;
  const counts = { succeeded: added.length - failed, failed };
  const job = jobId ? await countAdded(scope, jobId, counts, call.deps) : undefined;
  return {
    status: summary(failed, added.length),
    inputs: added.map((input) => inputToWire(input, scope, call.origin)),
    ...(job ? { inputs_add_job: addJobToWire(job) } : {}),
  };
}

function summary(failed: number, all: number): Status {
  if (failed === 0) return status(10000);
  const details = `${failed} of ${all} inputs could not be ingested; see the status of each`;
  return status(failed === all ? 10020 : 10010, details);
}

async function list(call: RequestContext): Promise<Answer<'ListInputs'>> {
  const scope = await scopeOf(call);
  const ids = words(call, 'ids');
  const codes = words(call, 'status.code').map((code) => parse(inputStatusSchema, code));
  const page =
    ids.length + codes.length === 0
      ? pagedQuery<Input>(call, keys.inputsOf(scope))
      : pagedLazily(call, chosen(scope, { ids, codes }, call));
  return { inputs: await answerInputs(await page, scope, call) };
}

async function* chosen(
  scope: Scope,
  { ids, codes }: { ids: readonly string[]; codes: readonly number[] },
  call: RequestContext,
): AsyncGenerator<Input> {
  for await (const input of eachInput(scope, call.deps))
    if (
      (ids.length === 0 || ids.includes(input.id)) &&
      (codes.length === 0 || codes.includes(statusOfInput(input)))
    )
      yield input;
}

/**
 * Pages by the last id that was seen instead of a number: by id, or by the time of creation, each
 * ascending or `descending`. A page whose inputs do not fit into one answer ends earlier, and the
 * next one goes on behind its last.
 */
async function stream(call: RequestContext): Promise<Answer<'StreamInputs'>> {
  const inputs = await answerInputs(await streamed(call), await scopeOf(call), call);
  return { inputs: thoseThatFit(inputs, call.sizeLimits) };
}

async function streamed(call: RequestContext): Promise<readonly Input[]> {
  const scope = await scopeOf(call);
  const [lastId] = words(call, 'last_id');
  const last = lastId === undefined ? undefined : await getInput(scope, lastId, call.deps);
  const descending = flag(call, 'descending');
  // Clarifai's own default for this one list.
  const count = call.query['per_page'] ? pageOf(call).perPage : 20;
  if (flag(call, 'order_by_id')) {
    const from = { descending, ...(lastId === undefined ? {} : { behind: lastId }) };
    const query = { ...keys.inputsOf(scope), ...from };
    return readSlice<Input>(call.deps.table, query, { skip: 0, count });
  }
  const order = orderOfCreation(descending);
  return nextInOrder(eachInput(scope, call.deps), order, { last, count });
}

async function get(call: RequestContext): Promise<Answer<'GetInput'>> {
  const scope = await scopeOf(call);
  const found = await getInput(scope, param(call, 'input_id'), call.deps);
  return { input: await answerInput(found, scope, call) };
}

async function patch(call: RequestContext): Promise<Answer<'PatchInputs'>> {
  const scope = await scopeOf(call);
  const { inputs, action } = parse(inputPatches, call.body);
  const changed = await patchInputs(scope, inputs, action, call.deps);
  return { inputs: await answerInputs(changed, scope, call) };
}

const deletion = z.object({
  ids: z.array(z.string()).max(1000).default([]),
  delete_all: z.boolean().default(false),
});

/** Without ids it changes nothing: the Python SDK sends that when no upload failed. */
async function remove(call: RequestContext): Promise<Answer<'DeleteInputs'>> {
  const scope = await scopeOf(call);
  const { ids, delete_all: isAll } = parse(deletion, call.body);
  if (isAll) await deleteAllInputs(scope, call.deps);
  else await deleteInputs(scope, ids, call.deps);
  return {};
}

async function removeOne(call: RequestContext): Promise<Answer<'DeleteInput'>> {
  const scope = await scopeOf(call);
  const id = param(call, 'input_id');
  await getInput(scope, id, call.deps);
  await deleteInputs(scope, [id], call.deps);
  return {};
}

async function count(call: RequestContext): Promise<Answer<'GetInputCount'>> {
  const { all, invalid: errors } = await countInputs(await scopeOf(call), call.deps);
  const none = {
    to_process: 0,
    processing: 0,
    reindexed: 0,
    to_reindex: 0,
    reindex_errors: 0,
    reindexing: 0,
  };
  return { counts: { ...none, processed: Math.max(0, all - errors), errors } };
}

const listQuery = { ...paging, ...parameters('texts', 'ids status.code') };
const streamQuery = {
  ...parameters('flag', 'order_by_id descending'),
  ...parameters('text', 'last_id'),
  ...parameters('whole', 'per_page'),
};
const all = { path: '/inputs', under: 'app' } as const;
const one = { path: '/inputs/:input_id', under: 'app' } as const;
const inOrder = { path: '/inputs/stream', under: 'app' } as const;

export const inputRoutes: readonly Route[] = [
  { operation: 'PostInputs', method: 'POST', ...all, body: newInputs, handle: postInputs },
  { operation: 'ListInputs', method: 'GET', ...all, query: listQuery, handle: list },
  { operation: 'PatchInputs', method: 'PATCH', ...all, body: inputPatches, handle: patch },
  { operation: 'DeleteInputs', method: 'DELETE', ...all, body: deletion, handle: remove },
  { operation: 'StreamInputs', method: 'GET', ...inOrder, query: streamQuery, handle: stream },
  {
    operation: 'GetInputCount',
    method: 'GET',
    path: '/inputs/status',
    under: 'app',
    handle: count,
  },
  { operation: 'GetInput', method: 'GET', ...one, handle: get },
  { operation: 'DeleteInput', method: 'DELETE', ...one, handle: removeOne },
];
