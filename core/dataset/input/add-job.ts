import { fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readAll, readRecord, toData, withRetry } from '../../records/records.ts';
import { nextSequence } from '../../records/sequence.ts';
import type { Dependencies } from '../../ports/host.ts';

/**
 * What several uploads under one id added up to. Inputs are ingested within their request: none is
 * ever pending.
 */
export interface InputsAddJob {
  readonly id: string;
  readonly successCount: number;
  readonly failedCount: number;
  readonly isCancelled: boolean;
  readonly createdAt: string;
  /** Place among those of its app, see `newestFirst`. */
  readonly sequence?: number;
  readonly modifiedAt: string;
}

type Uses = Pick<Dependencies, 'table' | 'now'>;

/** Refuses uploads under a job that was cancelled. @throws DeeptuneError invalid-request */
export async function assertNotCancelled(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<void> {
  const stored = await readRecord<InputsAddJob>(deps.table, keys.inputsAddJob(scope, id));
  if (stored?.value.isCancelled)
    throw fail('invalidRequest', `Inputs add job '${id}' was cancelled; use another id`);
}

/** Counts what an upload added; the first one makes the job. */
export function countAdded(
  scope: Scope,
  id: string,
  added: { succeeded: number; failed: number },
  deps: Uses,
): Promise<InputsAddJob> {
  return withRetry(async () => {
    const at = deps.now();
    const key = keys.inputsAddJob(scope, id);
    const stored = await readRecord<InputsAddJob>(deps.table, key);
    const old = stored?.value ?? {
      successCount: 0,
      failedCount: 0,
      isCancelled: false,
      createdAt: at,
      sequence: nextSequence(await readAll<InputsAddJob>(deps.table, keys.inputsAddJobsOf(scope))),
    };
    const job: InputsAddJob = {
      ...old,
      id,
      successCount: old.successCount + added.succeeded,
      failedCount: old.failedCount + added.failed,
      modifiedAt: at,
    };
    const condition = stored ? { rev: stored.rev } : 'absent';
    await deps.table.write([{ put: { ...key, data: toData(job) }, if: condition }]);
    return job;
  });
}

/**
 * No further upload is taken under this id; what was ingested stays. @throws DeeptuneError
 * does-not-exist
 */
export function cancelAddJob(scope: Scope, id: string, deps: Uses): Promise<InputsAddJob> {
  return withRetry(async () => {
    const key = keys.inputsAddJob(scope, id);
    const stored = await readRecord<InputsAddJob>(deps.table, key);
    if (!stored) throw fail('doesNotExist', `Inputs add job '${id}' does not exist`);
    const job = { ...stored.value, isCancelled: true, modifiedAt: deps.now() };
    await deps.table.write([{ put: { ...key, data: toData(job) }, if: { rev: stored.rev } }]);
    return job;
  });
}
