import { dirname } from 'node:path';
import { npmCommand, runCommand } from '../cli/command-line.ts';
import { startServer } from '../local/server.ts';
import { readSettings } from '../local/settings.ts';

const root = dirname(import.meta.dirname);
const line = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(`${text}\n`);

async function run(): Promise<void> {
  const local = readSettings(process.env);
  const server = await startServer({
    local,
    root,
    log: line(process.stdout),
    say: line(process.stderr),
  });
  process.stderr.write(
    `deeptune listens on ${server.url}, and for gRPC on ${server.grpcAddress}\n  user ${local.userId}, key in ${local.folder}/key: export DEEPTUNE_KEY=$(cat ${local.folder}/key)\n`,
  );
  // A link that signs in is for the person at the terminal, not for a log.
  const console = process.stderr.isTTY
    ? `${server.signInLink()}\n  (signs in once, within ten minutes; later: ${server.url} and the key)`
    : server.url;
  process.stderr.write(`  console: ${console}\n`);
  const stop = () => void server.close().then(() => process.exit(0));
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

const command = npmCommand(
  'serve',
  'the API with real training on this machine, without an AWS account; docs/laptop.md has its settings, which are environment variables (DEEPTUNE_FOLDER, DEEPTUNE_PORT, …)',
);

try {
  await runCommand(command.action(run));
} catch (error) {
  process.stderr.write(`deeptune could not start: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
