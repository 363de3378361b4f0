import { basename } from 'node:path';
import { TestEnvironment } from 'jest-environment-node';
import type { TemporaryFolder } from '../temporary-folder.ts';
import { makeFolder } from '../temporary-folder.ts';

type Given = ConstructorParameters<typeof TestEnvironment>;

/**
 * Each test file, with every process that it starts, has a temporary folder of its own. It goes
 * when the file is through, whether its tests passed or failed, and with it what they or a library
 * left there: what the CDK synthesizes is megabytes, and so are the models of a training.
 */
export default class OwnTemporaryFolder extends TestEnvironment {
  readonly #outer: string | undefined;
  readonly #folder: TemporaryFolder;

  constructor(...[config, context]: Given) {
    const outer = process.env['TMPDIR'];
    const folder = makeFolder(basename(context.testPath, '.test.ts'));
    // First: the tests get a copy of these variables.
    process.env['TMPDIR'] = folder.path;
    super(config, context);
    this.#outer = outer;
    this.#folder = folder;
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    if (this.#outer === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = this.#outer;
    this.#folder.remove();
  }
}
