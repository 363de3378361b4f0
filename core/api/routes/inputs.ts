import { z } from 'zod';
import type { JsonObject } from '../../catalog/model-type.ts';
import { addInputs, deleteInputs, getInput, listInputs } from '../../dataset/add-inputs.ts';
import { inputToWire, newInputSchema } from '../wire/input-wire.ts';
import type { Call } from '../call.ts';
import { paged, param, parse, scopeOf } from '../call.ts';
import type { Route } from '../route.ts';
import { status } from '../status.ts';

/** As Clarifai publishes it. */
const mostInputsPerCall = 128;

const newInputs = z.object({ inputs: z.array(newInputSchema).min(1).max(mostInputsPerCall) });

async function postInputs(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const asked = parse(newInputs, call.body).inputs;
  const added = await addInputs(scope, asked, call.deps);
  const failed = added.filter((input) => input.data.kind === 'invalid').length;
  const code = failed === 0 ? 10000 : failed === added.length ? 10020 : 10010;
  const details =
    failed === 0
      ? undefined
      : `${failed} of ${added.length} inputs could not be taken in; see the status of each`;
  return { status: status(code, details), inputs: added.map((input) => inputToWire(input, scope)) };
}

async function list(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const ids = call.query['ids'];
  const inputs = await listInputs(scope, call.deps);
  const chosen = ids ? inputs.filter((input) => ids.includes(input.id)) : inputs;
  return { inputs: paged(call, chosen).map((input) => inputToWire(input, scope)) };
}

async function get(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  return { input: inputToWire(await getInput(scope, param(call, 'input_id'), call.deps), scope) };
}

/** Without ids it changes nothing: the Python SDK sends that when no upload failed. */
async function remove(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const { ids } = parse(
    z.object({ ids: z.array(z.string()).max(mostInputsPerCall).default([]) }),
    call.body,
  );
  await deleteInputs(scope, call.params['input_id'] ? [call.params['input_id']] : ids, call.deps);
  return {};
}

async function count(call: Call): Promise<JsonObject> {
  const inputs = await listInputs(await scopeOf(call), call.deps);
  const errors = inputs.filter((input) => input.data.kind === 'invalid').length;
  return {
    counts: {
      processed: inputs.length - errors,
      to_process: 0,
      errors,
      processing: 0,
      reindexed: 0,
      to_reindex: 0,
      reindex_errors: 0,
      reindexing: 0,
    },
  };
}

export const inputRoutes: readonly Route[] = [
  { operation: 'PostInputs', method: 'POST', path: '/inputs', under: 'app', handle: postInputs },
  { operation: 'ListInputs', method: 'GET', path: '/inputs', under: 'app', handle: list },
  { operation: 'DeleteInputs', method: 'DELETE', path: '/inputs', under: 'app', handle: remove },
  {
    operation: 'GetInputCount',
    method: 'GET',
    path: '/inputs/status',
    under: 'app',
    handle: count,
  },
  { operation: 'GetInput', method: 'GET', path: '/inputs/:input_id', under: 'app', handle: get },
  {
    operation: 'DeleteInput',
    method: 'DELETE',
    path: '/inputs/:input_id',
    under: 'app',
    handle: remove,
  },
];
