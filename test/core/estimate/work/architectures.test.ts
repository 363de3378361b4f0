import { architectures } from '../../../../core/estimate/work/architecture/architectures.ts';
import { forwardOperations } from '../../../../core/estimate/work/architecture/architecture-facts.ts';
import { shapes } from '../../../../core/estimate/priors/gpu-shapes.ts';
import { modelTypes } from '../../../../core/catalog/catalog.ts';

const factsOf = (name: string) => {
  const facts = architectures[name];
  if (!facts) throw new Error(`${name} is not in the table`);
  return facts;
};

describe('the table of architectures', () => {
  test('has every network that a template can start from', () => {
    const templates = modelTypes.flatMap(({ templates: all, ownTemplate }) => [
      ...all,
      ...(ownTemplate ? [ownTemplate] : []),
    ]);

    const missing = templates
      .flatMap(({ baseModel }) => [baseModel.small, ...(baseModel.id ? [baseModel.id] : [])])
      .filter((name) => !architectures[name]);

    expect(missing).toEqual([]);
  });

  // Published counts are without the head of a classifier, and the table's are with one.
  test.each(Object.entries(shapes))('%s has as many parameters as published', (name, shape) => {
    const { text, parameters } = shape;
    const head = text && !text.isTied ? text.vocabulary * text.hidden : 0;

    expect(factsOf(name).parameters / (parameters + head)).toBeGreaterThan(0.98);
    expect(factsOf(name).parameters / (parameters + head)).toBeLessThan(1.02);
  });

  /** GMAC of one sample forward, as the estimator's sources publish them. */
  test.each([
    ['microsoft/resnet-18', 224, 1.82],
    ['microsoft/resnet-50', 224, 4.11],
    ['microsoft/resnet-101', 224, 7.83],
    ['facebook/convnext-tiny-224', 224, 4.47],
    ['facebook/convnext-base-224', 224, 15.4],
    ['google/efficientnet-b7', 600, 38],
    ['packaged/efficientnet-lite0', 224, 0.407],
    ['nvidia/segformer-b0-finetuned-ade-512-512', 512, 8.4],
    ['PekingU/rtdetr_r18vd', 640, 30],
    ['PekingU/rtdetr_r50vd', 640, 68],
  ])('%s at %d pixels has its published operations', (name, side, gigaMacs) => {
    const found = forwardOperations(factsOf(name), side * side) / 2e9;

    expect(found / gigaMacs).toBeGreaterThan(0.9);
    expect(found / gigaMacs).toBeLessThan(1.1);
  });

  test('a text of 512 tokens costs BERT-base two operations for each weight of its blocks', () => {
    const weights = 12 * 12 * 768 ** 2;
    const attention = 12 * 4 * 512 * 768;

    const found = forwardOperations(factsOf('bert-base-cased'), 512) / 512;

    expect(found / (2 * weights + attention)).toBeCloseTo(1, 1);
  });

  test('above the frozen layers lies less the fewer blocks learn, and all parts of it', () => {
    for (const { above = [], blocks } of Object.values(architectures)) {
      if (above.length === 0) continue;
      expect(above).toHaveLength((blocks ?? 0) + 1);
      for (const column of [0, 1, 2, 3]) {
        const shares = above.map((row) => row[column] ?? NaN);
        expect([...shares].sort((a, b) => a - b)).toEqual(shares);
        expect(Math.max(...shares)).toBeLessThanOrEqual(1);
      }
    }
  });
});
