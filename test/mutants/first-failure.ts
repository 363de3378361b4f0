import { writeFileSync } from 'node:fs';
import type { Ended } from './run-tests.ts';

/** Where it writes how the run ended. */
export const reportVariable = 'DEEPTUNE_PLANTED_BUG_REPORT';

interface TestFile {
  readonly path: string;
}

interface FileResult {
  readonly testExecError?: { readonly message?: string; readonly stack?: string };
}

interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTestSuites: number;
}

/**
 * Reporter of a run of which only the end counts: the first test that fails ends it, there and
 * then. How it ended is written, as JSON, to the file that `reportVariable` names.
 */
export default class FirstFailure {
  readonly #report = process.env[reportVariable]!;

  onTestCaseResult({ path }: TestFile, result: { status: string; fullName: string }): void {
    if (result.status !== 'failed') return;
    this.#end({ how: 'failed', file: path, test: result.fullName });
  }

  /** A file that could not be loaded, or whose hooks threw. */
  onTestResult({ path }: TestFile, { testExecError: error }: FileResult): void {
    if (error) this.#end({ how: 'broken', why: `${path}: ${error.message ?? error.stack}` });
  }

  onRunComplete(_contexts: unknown, { numPassedTests, numFailedTestSuites }: Counts): void {
    const isGood = numPassedTests > 0 && numFailedTestSuites === 0;
    if (isGood) writeFileSync(this.#report, JSON.stringify({ how: 'passed' }));
  }

  #end(ended: Ended): void {
    writeFileSync(this.#report, JSON.stringify(ended));
    process.exit(1);
  }
}
