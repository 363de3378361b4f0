import type { Template } from 'aws-cdk-lib/assertions';
import { synthesize } from './synthesized.ts';

/** Hashes of code change with every line of it; the shape of the deployment is what is kept here. */
function blanked(template: Template): unknown {
  const text = JSON.stringify(template.toJSON())
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<hash>');
  return JSON.parse(text);
}

const templates = synthesize();

test.each(['storage', 'service'] as const)('the %s stack is what it was', (name) => {
  expect(blanked(templates[name])).toMatchSnapshot();
});
