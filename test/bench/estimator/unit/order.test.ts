import { orderOf } from '../sweep/order.ts';
import { readSpecification } from '../specification.ts';

const names = ['frozen', 'pilot'] as const;

test.each(names)('the %s specification runs every configuration as often as it says', (name) => {
  const specification = readSpecification(name);

  const order = orderOf(specification);

  const { configurations, repeats } = specification;
  expect(order).toHaveLength(configurations.length * repeats);
  for (const { id } of configurations) {
    const own = order.filter(({ configuration }) => configuration.id === id);
    expect(own.map(({ repeat }) => repeat)).toEqual(
      Array.from({ length: repeats }, (_, index) => index + 1),
    );
  }
});

test.each(names)('an incremental training of the %s one never comes before its parent', (name) => {
  const order = orderOf(readSpecification(name));

  for (const [index, { configuration }] of order.entries()) {
    const { parent } = configuration;
    if (!parent) continue;
    const before = order.slice(0, index).map((run) => run.configuration.id);
    expect(before).toContain(parent);
  }
});

test('the order is mixed, and the same at each call', () => {
  const specification = readSpecification('frozen');

  const order = orderOf(specification);

  expect(orderOf(specification)).toEqual(order);
  const ids = order.map(({ configuration }) => configuration.id);
  const sameAsNext = ids.filter((id, index) => id === ids[index + 1]).length;
  expect(sameAsNext).toBeLessThan(ids.length / 10);
});

test('both specifications train all eight model types, and have no configuration in common', () => {
  const [frozen, pilot] = names.map((name) => readSpecification(name).configurations);

  for (const configurations of [frozen!, pilot!]) {
    const types = new Set(configurations.map(({ modelTypeId }) => modelTypeId));
    expect([...types].sort()).toEqual([
      'embedding-classifier',
      'text-classifier',
      'text-to-text',
      'visual-anomaly-heatmap',
      'visual-classifier',
      'visual-detector',
      'visual-embedder',
      'visual-segmenter',
    ]);
    expect(configurations.length).toBeGreaterThanOrEqual(36);
  }
  const contentOf = ({ id: _, ...rest }: object & { id: string }) => JSON.stringify(rest);
  const known = new Set(frozen!.map(contentOf));
  expect(pilot!.filter((each) => known.has(contentOf(each)))).toEqual([]);
});
