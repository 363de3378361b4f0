import type { JsonObject } from '../../../core/json.ts';
import { steps, trainingWorkflow } from '../../../core/job/workflow/definition.ts';
import { bench, machine, playing, task } from './interpreter-bench.ts';

describe('definitions that the laptop cannot run are refused, naming the field', () => {
  const f = task('f');
  const refused = (definition: JsonObject): string => {
    try {
      bench(definition, { tasks: { f: playing(null) } });
      return 'taken';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('the training workflow is taken', () => {
    const tasks = Object.fromEntries(
      steps.map((step) => [`\${${step}FunctionArn}`, playing(null)]),
    );

    expect(() => bench(trainingWorkflow, { tasks })).not.toThrow();
  });

  const A = (more: JsonObject): JsonObject => machine({ A: { ...f, ...more } });
  const retry = (more: JsonObject): JsonObject => A({ Retry: [{ ErrorEquals: ['e'], ...more }] });
  test.each<[string, JsonObject]>([
    ['QueryLanguage', { StartAt: 'A', States: { A: f } }],
    ['StartAt', { QueryLanguage: 'JSONata', StartAt: 'B', States: { A: f } }],
    ['Extra', machine({ A: f }, { Extra: 1 })],
    ['States.A.Credentials', A({ Credentials: {} })],
    ['States.A.ResultPath', A({ ResultPath: '$.x' })],
    ['States.A.Type', machine({ A: { Type: 'Magic', End: true } })],
    ['States.A.Resource', A({ Resource: 'arn:aws:states:::sagemaker:createTrainingJob.sync' })],
    ['States.A.Arguments.FunctionName', machine({ A: task('g') })],
    ['States.A.Arguments.Qualifier', A({ Arguments: { FunctionName: 'f', Qualifier: 'live' } })],
    ['States.A.QueryLanguage', A({ QueryLanguage: 'JSONPath' })],
    ['States.A.Next', A({ End: false })],
    ['States.A.Next', machine({ A: { ...task('f', { Next: 'B' }) } })],
    ['States.A.Retry[0].Jitter', retry({ Jitter: 1 })],
    ['States.A.Retry[0].ErrorEquals', A({ Retry: [{ ErrorEquals: [] }] })],
    ['States.A.Retry[0].ErrorEquals', A({ Retry: [{ ErrorEquals: ['States.ALL', 'e'] }] })],
    [
      'States.A.Retry[0].ErrorEquals',
      A({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['e'] }] }),
    ],
    ['States.A.Catch[0].Next', A({ Catch: [{ ErrorEquals: ['e'], Next: 'B' }] })],
    [
      'States.A.Catch[0].ResultPath',
      A({ Catch: [{ ErrorEquals: ['e'], Next: 'A', ResultPath: '$' }] }),
    ],
    ['States.A.Output', A({ Output: '{% $states. %}' })],
    ['States.A.Output.deep.0', A({ Output: { deep: ['{% ( %}'] } })],
    ['States.A.Output', A({ Output: "{% $hash('a', 'MD5') %}" })],
    ['States.A.Seconds', machine({ A: { Type: 'Wait', End: true } })],
    ['States.A.Choices', machine({ A: { Type: 'Choice', Choices: [], Default: 'A' } })],
    [
      'States.A.Choices[0].Variable',
      machine({ A: { Type: 'Choice', Choices: [{ Variable: '$.x', Next: 'A' }] } }),
    ],
    ['States.A.HeartbeatSeconds', A({ HeartbeatSeconds: 10 })],
    ['States.A.Type', machine({ A: { Type: 'Parallel', Branches: [], End: true } })],
    ['States.A.Type', machine({ A: { Type: 'Map', ItemProcessor: {}, End: true } })],
  ])('%s', (field, definition) => {
    expect(refused(definition)).toContain(` ${field} `);
  });

  test('with a state type that it does not run the others are named', () => {
    expect(refused(machine({ A: { Type: 'Map', ItemProcessor: {}, End: true } }))).toBe(
      'The laptop cannot run this workflow: States.A.Type Map is not one of Task, Choice, Wait, Pass, Succeed, Fail',
    );
  });
});
