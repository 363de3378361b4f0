import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HandlerName } from '../../../lambda/environment.ts';
import { environments } from '../../../lambda/environment.ts';
import { bundle } from '../../bench/bundle.ts';
import { maxBundleBytes } from '../../bench/report.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(Object.keys(environments) as HandlerName[])(
  'the bundle of %s is smaller than its goal',
  async (handler) => {
    const bytes = await bundle(handler, join(folder, `${handler}.mjs`));

    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(maxBundleBytes(handler));
  },
);
