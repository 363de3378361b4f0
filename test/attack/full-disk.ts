import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostProcess } from './host-process.ts';
import type { Answered, Asked } from './request.ts';
import { ask, evidence, must } from './request.ts';
import type { Report } from './report.ts';

const sizeMiB = 16;
const inputsPath = '/v2/users/me/apps/lab/inputs';

/** A small disk of its own: filled by uploads, then by somebody else, then not writable at all. */
export async function attackFullDisk(folder: string, report: Report): Promise<void> {
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
  } catch {
    report.notTried('full disk', 'needs the right to mount a tmpfs (root)');
    return;
  }
  try {
    await onSmallDisk(join(folder, 'data'), report);
    await startOnFullDisk(join(folder, 'data'), report);
    await startOnReadOnlyDisk(folder, report);
  } finally {
    execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
  }
}

const isFull = ({ status, text }: Answered) => status === 507 && text.includes('storage-full');

async function onSmallDisk(folder: string, report: Report): Promise<void> {
  const host = await HostProcess.in(folder);
  await host.start();
  const send = (asked: Asked) => ask(host.url, { key: host.key, ...asked });
  const tried = async (what: string, asked: Asked, isRight: (answer: Answered) => boolean) => {
    const answer = await send(asked);
    report.tried('full disk', what, isRight(answer), () => evidence(host.url, asked, answer));
  };
  try {
    await must(host.url, {
      method: 'POST',
      path: '/v2/users/me/apps',
      key: host.key,
      body: { apps: [{ id: 'lab' }] },
    });
    const acknowledged = await fill(host, report);
    const one: Asked = {
      method: 'POST',
      path: inputsPath,
      body: textsOf('late', 'x'.repeat(90_000)),
    };
    const upload = (): Asked => ({
      method: 'POST',
      path: '/v1/files',
      body: fileOf(2_000_000),
      headers: { 'openai-project': 'lab' },
    });
    await tried('an input on a full disk', one, isFull);
    await tried('a file on a full disk', upload(), isFull);
    await tried(
      'a full disk still reads',
      { method: 'GET', path: inputsPath },
      ({ status }) => status === 200,
    );
    const found = await send({ method: 'GET', path: `${inputsPath}?page=1&per_page=1000` });
    const lost = acknowledged.filter((id) => !found.text.includes(`"${id}"`));
    report.tried(
      'full disk',
      `none of ${acknowledged.length} acknowledged inputs is lost`,
      lost.length === 0,
      () => lost.join(),
    );
    report.tried('full disk', 'nothing unfinished stays', unfinishedIn(folder) === '', () =>
      unfinishedIn(folder),
    );
    rmSync(join(folder, 'filler'), { force: true });
    await tried('with room again, the same input', one, ({ status }) => status === 200);
  } finally {
    await host.stop();
  }
}

/** Fills the disk by uploads, and the last of it by a file of somebody else. */
async function fill(host: HostProcess, report: Report): Promise<string[]> {
  const acknowledged: string[] = [];
  writeFileSync(join(host.folder, 'filler'), Buffer.alloc(8 * 1024 * 1024));
  let last: Answered | undefined;
  for (let n = 0; n < 400; n += 1) {
    const body = textsOf(`fill-${n}`, 'y'.repeat(90_000));
    last = await ask(host.url, { method: 'POST', path: inputsPath, key: host.key, body });
    if (last.status !== 200) break;
    acknowledged.push(`fill-${n}`);
  }
  const isRight = last !== undefined && isFull(last);
  report.tried(
    'full disk',
    'the upload that fills it',
    isRight,
    () => `${last?.status} ${last?.text}`,
  );
  return acknowledged;
}

async function startOnFullDisk(folder: string, report: Report): Promise<void> {
  fillWhole(folder);
  rmSync(join(folder, 'signing-key'));
  const host = await HostProcess.in(folder);
  await expectNoStart(host, /is full.*make room/, 'a start on a full disk', report);
  rmSync(join(folder, 'filler'), { force: true });
  const isUp = await host.start();
  report.control('full disk', 'a start with room again', isUp, () => host.said);
  await host.stop();
}

function fillWhole(folder: string): void {
  try {
    writeFileSync(join(folder, 'filler'), Buffer.alloc(sizeMiB * 1024 * 1024));
  } catch {
    // It is full now.
  }
}

async function startOnReadOnlyDisk(folder: string, report: Report): Promise<void> {
  execFileSync('mount', ['-o', 'remount,ro', folder]);
  const host = await HostProcess.in(join(folder, 'data'));
  await expectNoStart(host, /cannot be written/, 'a start on a read-only disk', report);
}

async function expectNoStart(
  host: HostProcess,
  says: RegExp,
  what: string,
  report: Report,
): Promise<void> {
  const isUp = await host.start();
  const code = isUp ? undefined : await host.exit();
  if (isUp) await host.stop();
  const isHeld = code === 1 && says.test(host.said) && !/\n\s+at /.test(host.said);
  report.tried('full disk', what, isHeld, () => `exit ${code}: ${host.said}`);
}

function textsOf(id: string, raw: string): object {
  return { inputs: [{ id, data: { text: { raw: `${id} ${raw}` } } }] };
}

function fileOf(bytes: number): FormData {
  const form = new FormData();
  const line = '{"prompt": "a cat", "completion": "an animal"}\n';
  form.set('purpose', 'fine-tune');
  form.set('file', new File([line.repeat(bytes / line.length)], 'pairs.jsonl'));
  return form;
}

function unfinishedIn(folder: string): string {
  return execFileSync('find', [join(folder, 'objects'), '-path', '*~unfinished/*'], {
    encoding: 'utf8',
  });
}
