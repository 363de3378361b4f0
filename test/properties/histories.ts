import fc from 'fast-check';
import { appendFileSync } from 'node:fs';

/** How many histories each property runs, where that is more than it runs of itself. */
export const historiesVariable = 'DEEPTUNE_HISTORIES';
/** File that gets a line for each property, as JSON. */
export const reportVariable = 'DEEPTUNE_HISTORIES_REPORT';

/** What a property ran. */
export interface Histories {
  readonly property: string;
  readonly histories: number;
  readonly seconds: number;
}

/**
 * Asserts a property of random histories: a few of them in `npm test`, many in
 * `npm run test:properties`.
 * @param fewer how many in `npm test`
 */
export async function assertHistories<T>(
  property: fc.IAsyncProperty<T> | fc.IProperty<T>,
  fewer = 50,
): Promise<void> {
  const numRuns = Math.max(fewer, Number(process.env[historiesVariable] ?? 0));
  const start = performance.now();
  await fc.assert(property as fc.IAsyncProperty<T>, { numRuns });
  const report = process.env[reportVariable];
  if (report === undefined) return;
  const { currentTestName = '' } = expect.getState();
  const seconds = (performance.now() - start) / 1000;
  const ran: Histories = { property: currentTestName, histories: numRuns, seconds };
  appendFileSync(report, `${JSON.stringify(ran)}\n`);
}
