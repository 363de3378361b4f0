import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf, synthesize } from './synthesized.ts';

/**
 * One line for each resource and output: its type and its logical id. A logical id that changes is
 * a resource that is made anew, whatever it held; what matters of the properties stands in the
 * tests beside this one. The hash of code in the ids of Lambda versions is blanked.
 */
function listed(template: Template): string[] {
  const resources = Object.entries(resourcesOf(template)).map(([id, { Type }]) => `${Type} ${id}`);
  const outputs = Object.keys(template.toJSON()['Outputs'] as object).map((id) => `Output ${id}`);
  const lines = [...resources, ...outputs].sort();
  return lines.map((line) => line.replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}$/, '$1<hash>'));
}

const templates = synthesize();

test.each(['storage', 'service'] as const)('the %s stack has these resources', (name) => {
  expect(listed(templates[name])).toMatchSnapshot();
});
