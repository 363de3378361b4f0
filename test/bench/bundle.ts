import { build } from 'esbuild';
import { bundling, entryOf } from '../../lib/functions/bundling.ts';
import type { HandlerName } from '../../lambda/environment.ts';

/**
 * The code of one Lambda, as CDK bundles it.
 * @param file where it is written
 * @returns its size in bytes, without the source map, which is never loaded unless an error is
 *   shown
 */
export async function bundle(handler: HandlerName, file: string): Promise<number> {
  const { target, mainFields, minify, charset, banner, loader, esbuildArgs } = bundling;
  const result = await build({
    entryPoints: [entryOf(handler)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target,
    mainFields,
    minify,
    charset,
    loader,
    banner: { js: banner },
    alias: aliases(esbuildArgs),
    external: [],
    metafile: true,
    logLevel: 'error',
  });
  return Object.values(result.metafile.outputs)[0]?.bytes ?? 0;
}

function aliases(args: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = '--alias:';
  return Object.fromEntries(
    Object.entries(args)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, path]) => [name.slice(prefix.length), path]),
  );
}
