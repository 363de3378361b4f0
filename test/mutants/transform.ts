import { join } from 'node:path';
import swc from '@swc/jest';
import type { Change } from './planted-bug.ts';
import { changed, changeVariable } from './planted-bug.ts';

const root = join(import.meta.dirname, '..', '..');

interface Transformer {
  process(source: string, path: string, options: unknown): unknown;
  getCacheKey(source: string, path: string, options: unknown): string;
}

/**
 * What jest loads the source by: swc, as ever, but for the one file that a planted bug changes. The
 * cache is by content, so that all other files are shared by the runs of all bugs.
 */
export default {
  createTransformer(options: Parameters<typeof swc.createTransformer>[0]): Transformer {
    const inner = swc.createTransformer(options) as unknown as Transformer;
    const text = process.env[changeVariable];
    if (text === undefined) return inner;
    const change = JSON.parse(text) as Change;
    const planted = join(root, change.file);
    const sourceOf = (source: string, path: string) =>
      path === planted ? changed(source, change) : source;
    return {
      process: (source, path, context) => inner.process(sourceOf(source, path), path, context),
      getCacheKey: (source, path, context) =>
        inner.getCacheKey(sourceOf(source, path), path, context),
    };
  },
};
