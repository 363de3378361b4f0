import { endpointConcurrency } from '../../../lib/inference/inference.ts';
import { allowing } from '../security/statements.ts';
import { configuration, synthesize } from '../synthesized.ts';

test.each([
  [{}, 2],
  [{ maxEndpoints: 2, maxEndpointConcurrency: 10 }, 5],
  [{ maxEndpoints: 3, maxEndpointConcurrency: 10 }, 3],
  [{ maxEndpoints: 10, maxEndpointConcurrency: 10 }, 1],
  [{ maxEndpoints: 1, maxEndpointConcurrency: 1000 }, 200],
])('%j: each endpoint serves %s requests at a time', (changes, expected) => {
  expect(endpointConcurrency(configuration(changes))).toBe(expected);
});

test('the functions make no other endpoints than IAM lets them', () => {
  const { service } = synthesize({
    maxEndpoints: 4,
    maxEndpointConcurrency: 12,
    endpointIdleHours: 2,
  });

  service.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: { MAX_ENDPOINTS: '4', ENDPOINT_CONCURRENCY: '3', ENDPOINT_IDLE_HOURS: '2' },
    },
  });
  const limits = allowing(service, 'sagemaker:CreateEndpointConfig').map(
    ({ Condition }) => Condition?.['NumericLessThanEquals'],
  );
  // Of the API, of what a schedule would decide now, and of the step that decides.
  const allowed = { 'sagemaker:ServerlessMaxConcurrency': 3 };
  expect(limits).toEqual([allowed, allowed, allowed]);
});
