import { statSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import {
  commandName,
  npmCommand,
  runCommand,
  usageError,
  whereThePersonStands,
} from '../cli/command-line.ts';
import { verificationLines } from '../cli/verify/verification-lines.ts';
import { booksOfLines } from '../core/billing/verify/books-file.ts';
import type { AccountBooks } from '../core/billing/verify/books.ts';
import type { AccountVerification } from '../core/billing/verify/verify.ts';
import { verifyAccount, verifyContinuation } from '../core/billing/verify/verify.ts';
import { readFolderBooks } from '../local/billing/folder-books.ts';
import { processSources } from '../local/process-sources.ts';
import { readSettings } from '../local/settings.ts';

interface Options {
  readonly against?: string;
  readonly format: 'table' | 'json';
}

const here = whereThePersonStands('verify', process.env);

async function run(path: string | undefined, { against, format }: Options): Promise<void> {
  const from = path === undefined ? readSettings(process.env).folder : resolve(here, path);
  const books = await readBooks(from);
  const found = verifyAccount(books, processSources.sha256);
  const all =
    against === undefined ? found : await comparedWith(resolve(here, against), books, found);
  const isRight = [...all.tenants, all].every(({ findings }) => findings.length === 0);
  const text = format === 'json' ? JSON.stringify(all, null, 2) : verificationLines(all).join('\n');
  process.stdout.write(`${text}\n`);
  process.exitCode = isRight ? 0 : 1;
}

/** Of a data folder, or of a file that `deeptune ledger export` wrote. */
async function readBooks(path: string): Promise<AccountBooks> {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) throw new Error(`${path} does not exist: name a data folder, or a file of "deeptune ledger export"`); // prettier-ignore
  if (entry.isDirectory()) return readFolderBooks(path);
  try {
    return { tenants: booksOfLines(readFileSync(path, 'utf8').split('\n')), counters: [] };
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

async function comparedWith(
  path: string,
  books: AccountBooks,
  found: AccountVerification,
): Promise<AccountVerification> {
  const earlier = await readBooks(path);
  const tenants = found.tenants.map((tenant, at) => {
    const [now, then] = [books.tenants[at], earlier.tenants.find(({ userId }) => userId === tenant.userId)]; // prettier-ignore
    const more = now && then ? verifyContinuation(now, then) : [];
    return { ...tenant, findings: [...tenant.findings, ...more] };
  });
  const gone = earlier.tenants.filter(
    ({ userId, head }) => head && !tenants.some((tenant) => tenant.userId === userId),
  );
  const findings = gone.map(({ userId }) => {
    const message = `'${userId}' had a ledger earlier, and has none any more`;
    return { code: 'ledger-shorter' as const, userId, message };
  });
  return { tenants, findings: [...found.findings, ...findings] };
}

const command = npmCommand(
  'verify',
  'recomputes the books from their parts, offline: ledger, holds, usage, budgets, invoices',
)
  .argument('[path]', 'a data folder, or a file of "deeptune ledger export" (the laptop\'s folder)')
  .option('--against <path>', 'an earlier export or copy: that the ledger goes on from its end')
  .addOption(
    new Option('--format <format>', 'of the result').choices(['table', 'json']).default('table'),
  ) // prettier-ignore
  .addOption(new Option('--output <format>', 'the same').choices(['table', 'json']).hideHelp())
  .addHelpText(
    'after',
    `
Ends with 0 where nothing is wrong, 1 with findings, 2 where there is nothing to look at.
Examples:
  ${commandName('verify')}
  ${commandName('verify')} ledger.jsonl --against last-month.jsonl`,
  )
  .action(
    async (path: string | undefined, options: Options & { readonly output?: 'table' | 'json' }) => {
      await run(path, { ...options, format: options.output ?? options.format });
    },
  );

try {
  await runCommand(command);
} catch (error) {
  process.stderr.write(`${commandName('verify')}: ${(error as Error).message}\n`);
  process.exitCode = usageError;
}
