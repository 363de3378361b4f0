import type { InputsAddJob } from '../../../dataset/input/add-job.ts';
import { cancelAddJob } from '../../../dataset/input/add-job.ts';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import { readAll, readRecord } from '../../../records/records.ts';
import { newestFirst } from '../../../records/sequence.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, scopeOf } from '../../http/request-context.ts';
import { paged } from '../../http/paging.ts';
import { paging } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { addJobToWire } from './add-job-wire.ts';

async function list(call: RequestContext): Promise<Answer<'ListInputsAddJobs'>> {
  const scope = await scopeOf(call);
  const all = await readAll<InputsAddJob>(call.deps.table, keys.inputsAddJobsOf(scope));
  return { inputs_add_jobs: paged(call, all.sort(newestFirst)).map(addJobToWire) };
}

async function get(call: RequestContext): Promise<Answer<'GetInputsAddJob'>> {
  const scope = await scopeOf(call);
  const id = param(call, 'id');
  const stored = await readRecord<InputsAddJob>(call.deps.table, keys.inputsAddJob(scope, id));
  if (!stored) throw fail('doesNotExist', `Inputs add job '${id}' does not exist`);
  return { inputs_add_job: addJobToWire(stored.value) };
}

async function cancel(call: RequestContext): Promise<Answer<'CancelInputsAddJob'>> {
  const scope = await scopeOf(call);
  return { inputs_add_job: addJobToWire(await cancelAddJob(scope, param(call, 'id'), call.deps)) };
}

const one = { path: '/inputs/jobs/add/:id', under: 'app' } as const;

export const inputJobRoutes: readonly Route[] = [
  {
    operation: 'ListInputsAddJobs',
    method: 'GET',
    path: '/inputs/jobs/add',
    under: 'app',
    query: paging,
    handle: list,
  },
  { operation: 'GetInputsAddJob', method: 'GET', ...one, handle: get },
  { operation: 'CancelInputsAddJob', method: 'PATCH', ...one, handle: cancel },
];
