import { alternativesOf } from '../../../../core/estimate/forecast/alternatives.ts';
import { modelTypes, isTrainable, templatesOf } from '../../../../core/catalog/catalog.ts';
import { offeredInstanceTypes } from '../../../../core/catalog/instance-types.ts';
import type { Hyperparameter } from '../../../../core/catalog/model-type.ts';
import { DeeptuneError } from '../../../../core/errors.ts';
import { estimateRequested } from '../../../../core/job/request/estimate-training.ts';
import type { EstimateAnswer } from '../../../../core/job/request/estimate-training.ts';
import type { Json, JsonObject } from '../../../../core/json.ts';
import type { Settings } from '../../../../core/ports/host.ts';
import { AppUnderTest } from '../../api/app-under-test.ts';

const lab = new AppUnderTest();
afterAll(() => lab.close());

const onGpu: Partial<Settings> = {
  allowedInstanceTypes: offeredInstanceTypes.map(({ name }) => name),
};
const onCpu: Partial<Settings> = {
  host: 'laptop',
  accelerator: 'cpu',
  instanceType: 'local.cpu',
  allowedInstanceTypes: [],
};

const ask = (
  [modelTypeId, params, estimatedInputCount]: readonly [string, JsonObject, number],
  settings: Partial<Settings>,
): Promise<EstimateAnswer> =>
  estimateRequested(
    {
      scope: { userId: 'nobody', appId: '' },
      modelId: '',
      modelTypeId,
      params,
      estimatedInputCount,
    },
    hostWith(settings),
    { alternatives: alternativesOf },
  );

function hostWith(settings: Partial<Settings>) {
  const { table, objects, now, newId, sha256, newSha256 } = lab.deps;
  return {
    ...{ table, objects, now, newId, sha256, newSha256 },
    settings: { ...lab.deps.settings, ...settings },
  };
}

/** Ends of what a hyperparameter may be, and beyond. */
function extremesOf({ type, range, options = [] }: Hyperparameter): Json[] {
  if (type === 'ENUM') return [options[0], options.at(-1)].flatMap((each) => each ?? []);
  if (type === 'ARRAY_OF_NUMBERS') return [[1], [10_000], [10_000, 1]];
  const isNumber = type === 'NUMBER' || type === 'RANGE';
  return isNumber ? [range?.min ?? 0, range?.max ?? 1e6, 1e6, '1'] : [];
}

/** All that is wrong with an estimate. */
function faultsOf(estimate: EstimateAnswer): string[] {
  const { p10Seconds, p50Seconds, p90Seconds } = estimate;
  const { p10AmountMicros, amountMicros, p90AmountMicros, maxAmountMicros } = estimate;
  const money = [p10AmountMicros, amountMicros, p90AmountMicros, maxAmountMicros];
  const ranges = [
    [p10Seconds, p50Seconds, p90Seconds],
    [p10AmountMicros, amountMicros, p90AmountMicros],
    ...estimate.phases.map(({ p10, p50, p90 }) => [p10, p50, p90]),
  ];
  const text = JSON.stringify(estimate);
  return [
    ...(/null|NaN|Infinity|undefined/.exec(text) ?? []),
    ...ranges.filter(([a, b, c]) => !(0 <= a! && a! <= b! && b! <= c!)).map(String),
    ...money.filter((micros) => !Number.isSafeInteger(micros) || micros < 0).map(String),
  ];
}

const cases = modelTypes
  .filter(isTrainable)
  .flatMap((type) =>
    templatesOf(type).map((template) => [type.id, template.id, template.hyperparameters] as const),
  );

test.each(cases)(
  '%s %s is estimated whatever is allowed, or refused in words',
  async (type, id, fields) => {
    // By turns, so that the suite stays quick: a quarter of each template's extremes.
    const params = fields.flatMap((field) =>
      extremesOf(field).map((value): JsonObject => ({ template: id, [field.name]: value })),
    );
    const chosenFew = [{ template: id }, ...params.filter((_, at) => at % 4 === id.length % 4)];
    const odd: string[] = [];
    for (const [at, chosen] of chosenFew.entries()) {
      const [settings, inputs] = [at % 2 === 0 ? onGpu : onCpu, at % 3 === 0 ? 1 : 1e9];
      await ask([type, chosen, inputs], settings).then(
        (estimate) =>
          odd.push(...faultsOf(estimate).map((fault) => JSON.stringify([chosen, inputs, fault]))),
        (error: unknown) => {
          if (!(error instanceof DeeptuneError) || /NaN|Infinity/.test(error.message))
            odd.push(JSON.stringify([chosen, inputs, String(error)]));
        },
      );
    }

    expect(odd).toEqual([]);
  },
);

test('every instance type that is offered is estimated', async () => {
  for (const instance_type of onGpu.allowedInstanceTypes ?? [])
    expect(faultsOf(await ask(['text-classifier', { instance_type }, 100], onGpu))).toEqual([]);
});

test.each([onGpu, onCpu])(
  'more inputs and epochs never take less, nor cost less',
  async (settings) => {
    const of = async (inputs: number, num_epochs: number) => {
      const params = { template: 'Deeptune_ResNet_Small', num_epochs };
      const { p10Seconds, p50Seconds, p90Seconds, amountMicros } = await ask(
        ['visual-classifier', params, inputs],
        settings,
      );
      return [p10Seconds, p50Seconds, p90Seconds, amountMicros];
    };
    const grown = [
      await of(10, 1),
      await of(11, 1),
      await of(1_000, 1),
      await of(1_000, 9),
      await of(1e6, 9),
    ];

    for (const [index, later] of grown.slice(1).entries())
      later.forEach((value, at) => expect(value).toBeGreaterThanOrEqual(grown[index]![at]!));
  },
);

test('what would take ages is refused in words that say so', async () => {
  const params = { template: 'Deeptune_Embedder_Small', num_items_per_epoch: 1e300 };

  await expect(ask(['visual-embedder', params, 10], onCpu)).rejects.toThrow(
    /has no price: ask for fewer inputs, epochs or items per epoch/,
  );
});
