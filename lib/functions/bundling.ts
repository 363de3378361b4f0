import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Charset, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { HandlerName } from '../../lambda/environment.ts';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * ESM with the pinned AWS SDK inside; `require` is there for CommonJS packages among the
 * dependencies. Names are not kept: errors name themselves, and the source maps give stack traces
 * their names back.
 */
export const bundling = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  bundleAwsSDK: true,
  minify: true,
  // Node reads UTF-8: escapes would be longer.
  charset: Charset.UTF8,
  sourceMap: true,
  sourceMapMode: SourceMapMode.EXTERNAL,
  sourcesContent: false,
  // Each client of the SDK reads its version from its package.json, 17 kB of them in all, to name
  // it to AWS; a call does without.
  loader: { '.json': 'empty' as const },
  esbuildArgs: {
    '--alias:@aws-sdk/credential-provider-node': pathOf(
      '../../lambda/aws/environment-credentials.ts',
    ),
    '--alias:@aws-sdk/middleware-endpoint-discovery': pathOf(
      '../../lambda/aws/no-endpoint-discovery.ts',
    ),
  },
  banner:
    "import{createRequire}from'node:module';const require=createRequire(import.meta.url);process.setSourceMapsEnabled(true);",
} satisfies BundlingOptions;

/**
 * The file of a handler: `trainingJobEvent` is `lambda/handlers/training-job-event.ts`. @throws
 * Error where there is none
 */
export function entryOf(handler: HandlerName): string {
  const name = handler.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const entry = pathOf(`../../lambda/handlers/${name}.ts`);
  if (!existsSync(entry)) throw new Error(`${handler}: no handler file at ${entry}`);
  return entry;
}
