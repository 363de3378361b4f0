import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HandlerName } from '../../../lambda/environment.ts';
import { environments } from '../../../lambda/environment.ts';
import { bundle } from '../../bench/bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

const megabyte = 1_000_000;

test.each(Object.keys(environments) as HandlerName[])(
  'the bundle of %s is smaller than 1 MB',
  async (handler) => {
    const bytes = await bundle(handler, join(folder, `${handler}.mjs`));

    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(megabyte);
  },
);
