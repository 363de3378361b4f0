import { StepFunctionsWorkflow } from '../../../lambda/workflow/step-functions-workflow.ts';
import { describeWorkflow } from '../../contract/workflow.contract.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';

const stateMachineArn = 'arn:aws:states:eu-central-1:111111111111:stateMachine:deeptune-training';

describeWorkflow('StepFunctionsWorkflow', async () => {
  const fake = new FakeAws();
  const tokens = new Map<string, string>();
  fake.stepFunctions.onStart = ({ name }) => {
    tokens.set(name, fake.stepFunctions.giveToken(name));
  };
  const port = new StepFunctionsWorkflow({ client: fakeClients(fake).sfn, stateMachineArn });
  return { port, tokenOf: (name) => tokens.get(name) };
});

const workflowOn = (fake: FakeAws) =>
  new StepFunctionsWorkflow({
    client: fakeClients(fake).sfn,
    stateMachineArn,
    newToken: () => 'token of this call',
  });

test('an execution is started with its input, and a token that makes this call its own', async () => {
  const fake = new FakeAws();
  await workflowOn(fake).start('one', { versionId: 'v1', failure: null });

  const [execution] = fake.stepFunctions.executions();

  expect(execution).toMatchObject({ name: 'one', stateMachineArn });
  expect(JSON.parse(execution?.input ?? '')).toEqual({
    versionId: 'v1',
    failure: null,
    startToken: 'token of this call',
  });
});

test('F03: the lost answer of a start is not taken for somebody else’s', async () => {
  const fake = new FakeAws();
  fake.faultOnce('states', 'StartExecution', 'committed-reply-lost');

  expect(await workflowOn(fake).start('one', {})).toBe('started');
  expect(fake.stepFunctions.executions()).toHaveLength(1);
});

test.each([
  ['TIMED_OUT', 'TIMED_OUT'],
  ['FAILED', 'FAILED'],
  ['PENDING_REDRIVE', 'RUNNING'],
  ['SOMETHING_NEW', 'RUNNING'],
])('an execution that is %s is %s', async (word, status) => {
  const fake = new FakeAws();
  await workflowOn(fake).start('one', {});
  const [execution] = fake.stepFunctions.executions();
  if (execution) execution.status = word as 'FAILED';

  expect((await workflowOn(fake).describe('one'))?.status).toBe(status);
});

test('a task that has timed out is expired', async () => {
  const fake = new FakeAws();
  await workflowOn(fake).start('one', {});
  const token = fake.stepFunctions.giveToken('one');
  fake.stepFunctions.expire(token);

  expect(await workflowOn(fake).sendSuccess(token, {})).toBe('expired');
});

test('texts that are too long are cut, not refused', async () => {
  const fake = new FakeAws();
  await workflowOn(fake).start('one', {});
  const token = fake.stepFunctions.giveToken('one');

  await workflowOn(fake).sendFailure(token, 'e'.repeat(300), 'c'.repeat(40_000));

  const execution = await workflowOn(fake).describe('one');
  expect(execution?.error).toHaveLength(256);
  expect(execution?.cause).toHaveLength(32_768);
});
