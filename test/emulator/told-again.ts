import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { SFNClient } from '@aws-sdk/client-sfn';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
} from '@aws-sdk/client-sfn';
import { Client } from '../../client/client.ts';
import { executionNameOf } from '../../core/training/schedule/slot.ts';
import type { Journey } from '../end-to-end/journey.ts';
import { account, region } from './mini-stack.ts';

export interface Told {
  readonly stackUrl: string;
  readonly sfn: SFNClient;
  readonly journey: Journey;
  /** Of the deployed API. */
  readonly url: string;
  readonly key: string;
}

/** The way from the decision of a slot to which version answers. */
const trainedWay =
  'Decide Prepare Estimate Admit Train VerifyArtifact Gate Settle (Promoted|HeldBack)';

/**
 * One execution shows how a slot went from its decision to its end, or why nothing was trained; the
 * scheduler telling it once more, as it may, makes no other execution and no other version.
 */
export async function toldAgain({ stackUrl, sfn, journey, url, key }: Told): Promise<void> {
  const { versionId, ...slot } = journey.trainedSlot;
  const name = executionNameOf(slot, (text) => createHash('sha256').update(text).digest('hex'));
  assert.match(await wayOf(sfn, name), new RegExp(`^${trainedWay}$`));
  assert.equal(await wayOf(sfn, journey.skippedExecution), 'Decide Settle Skipped');

  const before = await executions(sfn);
  await tell(stackUrl, { ...slot.scope, scheduleId: slot.scheduleId }, slot.scheduledAt);
  assert.deepEqual(await executions(sfn), before);
  const client = new Client({ url, key, ...slot.scope });
  const { usage_records: lines } = await client.call('ListUsageRecords', {});
  assert.equal(lines.filter((line) => line.versionId === versionId).length, 1);
}

/** The states that an execution went through, without waits and choices. */
async function wayOf(sfn: SFNClient, name: string): Promise<string> {
  const arn = (await executions(sfn)).find((each) => each.endsWith(`:${name}`));
  assert.ok(arn, `no execution ${name}`);
  const { events = [] } = await sfn.send(
    new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 1000 }),
  );
  const entered = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails ?? []);
  const states = entered.map((each) => each.name ?? '');
  return states.filter((state) => !/\?$|^WaitFor|^NextAttempt$/.test(state)).join(' ');
}

/** Their ARNs. */
async function executions(sfn: SFNClient): Promise<string[]> {
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  const [machine] = stateMachines;
  const listed = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: machine?.stateMachineArn, maxResults: 1000 }),
  );
  return (listed.executions ?? []).map(({ executionArn = '' }) => executionArn).sort();
}

/** By the name that schedules remember, see `lib/schedules`. */
const firedPath = '/2015-03-31/functions/deeptune-schedule-fired/invocations';

/** As EventBridge Scheduler does it, but that the answer is waited for. */
async function tell(stackUrl: string, payload: object, scheduledAt: string): Promise<void> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/lambda/aws4_request`;
  const body = JSON.stringify({ name: 'told-again', payload, scheduledAt });
  const options = { method: 'POST', headers: { authorization }, body };
  const answer = await fetch(stackUrl + firedPath, options);
  const said = await answer.text();
  assert.equal(answer.headers.get('x-amz-function-error'), null, said);
  assert.equal(answer.status, 200, said);
}
