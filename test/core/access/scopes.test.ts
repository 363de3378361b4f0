import { allRoutes } from '../../../core/api/clarifai/all-routes.ts';
import { scopeDependencies } from '../../../core/access/scope-names.ts';
import { scopesOfOperations } from '../../../core/access/scopes.ts';
import { publishedScopes, scopesOf } from '../../proto/published-api.ts';

const operations = [...new Set(allRoutes.map(({ operation }) => operation))];

test.each(operations.filter((each) => scopesOf(each)))(
  '%s needs the published scopes',
  (operation) => {
    expect([...(scopesOfOperations.get(operation) ?? ['none'])].sort()).toEqual(
      scopesOf(operation),
    );
  },
);

test('operations of our own need scopes that exist', () => {
  const own = operations.filter((each) => !scopesOf(each));

  for (const scope of own.flatMap((each) => scopesOfOperations.get(each) ?? ['All']))
    expect(scopeDependencies.has(scope)).toBe(true);
});

test('the scopes are those that are published for keys, with what they depend on', () => {
  const published = publishedScopes();

  expect([...scopeDependencies.keys()].sort()).toEqual([...published.keys()].sort());
  for (const [scope, needed] of published) {
    const own = scopeDependencies.get(scope) ?? [];
    expect([scope, own.length > 0]).toEqual([scope, needed !== undefined]);
    if (needed !== undefined) expect(own).toContain(needed);
  }
});
