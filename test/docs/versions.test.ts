import { globSync } from 'node:fs';
import { readText, root } from './markdown.ts';

const { version, dependencies } = JSON.parse(readText('package.json')) as {
  version: string;
  dependencies: Record<string, string>;
};

test('.node-version and the devcontainer name the Node that `npm ci` brings', () => {
  expect(readText('.node-version').trim()).toBe(dependencies['node']);
  expect(readText('.devcontainer/Dockerfile')).toContain(`FROM node:${dependencies['node']}-`);
});

test('the changelog has the version of package.json', () => {
  expect(readText('CHANGELOG.md')).toContain(`\n## [${version}] - `);
});

test('each action of the workflows is pinned to a version', () => {
  const files = globSync('.github/workflows/*.yml', { cwd: root });
  const uses = files.flatMap((file) => [...readText(file).matchAll(/uses: (\S+)/g)]);
  expect(uses.length).toBeGreaterThan(0);
  for (const [, action] of uses) expect(action).toMatch(/^[\w./-]+@v\d+\.\d+\.\d+$/);
});

test('each command of the workflows is there', () => {
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
  const nightly = readText('.github/workflows/nightly.yml');
  const suites = [...nightly.matchAll(/'(test:\w+)'/g)].map(([, name]) => name ?? '');
  expect(suites).toContain('test:all');
  expect(suites.filter((name) => scripts[name] === undefined)).toEqual([]);
});
