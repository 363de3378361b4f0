import { constants } from 'node:fs';
import { copyFile, link, mkdir, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Json } from '../../core/json.ts';
import { fail } from '../../core/errors.ts';
import { eachObject } from '../../core/records/each-object.ts';
import type { Channel, TrainingJobSpec } from '../../core/ports/jobs.ts';
import type { FileObjects } from '../objects/file-objects.ts';
import { codeOf, writeJson } from '../file-system.ts';
import type { JobFiles } from './job-files.ts';

/**
 * Lays out the root of a job's container (`container/README.md`), anew where an earlier try was cut
 * off. `checkpoints` is the folder of the checkpoint prefix itself, so what the trainer saves is an
 * object at once.
 * @throws DeeptuneError invalid-request for a manifest of another prefix, does-not-exist for an
 *   object that it names
 */
export async function layOutJob(
  files: JobFiles,
  spec: TrainingJobSpec,
  objects: FileObjects,
): Promise<void> {
  await rm(files.folder, { recursive: true, force: true });
  for (const name of [['input', 'config'], ['input', 'data'], ['model'], ['output']]) {
    await mkdir(files.path(...name), { recursive: true });
  }
  const checkpoints = objects.pathOf(spec.checkpointPrefix.replace(/\/$/, ''));
  await mkdir(checkpoints, { recursive: true });
  await symlink(checkpoints, files.path('checkpoints'), 'junction');
  for (const channel of spec.channels) await layOutChannel(files, channel, objects);
  const config = files.path('input', 'config');
  writeJson(join(config, 'hyperparameters.json'), spec.hyperparameters);
  writeJson(join(config, 'resourceconfig.json'), resources(spec));
}

function resources(spec: TrainingJobSpec): Json {
  const host = 'algo-1';
  return { current_host: host, hosts: [host], current_instance_type: spec.instanceType };
}

async function layOutChannel(
  files: JobFiles,
  channel: Channel,
  objects: FileObjects,
): Promise<void> {
  const folder = files.path('input', 'data', channel.name);
  await mkdir(folder, { recursive: true });
  const names = channel.manifestKey
    ? await namesInManifest(channel, channel.manifestKey, objects)
    : await namesUnder(channel.prefix, objects);
  for (const name of names) {
    await place(objects.pathOf(channel.prefix + name), join(folder, ...name.split('/')));
  }
}

async function namesUnder(prefix: string, objects: FileObjects): Promise<string[]> {
  const names: string[] = [];
  for await (const { key } of eachObject(objects, prefix)) names.push(key.slice(prefix.length));
  return names;
}

async function namesInManifest(
  channel: Channel,
  key: string,
  objects: FileObjects,
): Promise<string[]> {
  const body = await objects.get(key);
  if (!body) throw fail('doesNotExist', `the manifest ${key} does not exist`);
  const parsed = JSON.parse(Buffer.from(body).toString()) as Json;
  const [head, ...names] = Array.isArray(parsed) ? (parsed as Json[]) : [];
  const prefix = (head as { prefix?: Json } | undefined)?.prefix;
  const wanted = objects.uri(channel.prefix);
  if (typeof prefix !== 'string' || !isSamePrefix(prefix, wanted, channel.prefix)) {
    throw fail('invalidRequest', `the manifest ${key} is of another prefix than ${channel.prefix}`);
  }
  return names.map(String);
}

/**
 * A manifest that was written before its data folder was moved names the folder's earlier place:
 * what counts is the prefix below it.
 */
function isSamePrefix(written: string, wanted: string, prefix: string): boolean {
  const scheme = new URL(wanted).protocol;
  return (
    written === wanted || (written.startsWith(scheme) && written.endsWith(`/objects/${prefix}`))
  );
}

/** A second name of the same bytes, or a copy where the file system has no such thing. */
async function place(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  try {
    await link(source, target);
  } catch (error) {
    if (codeOf(error) === 'ENOENT')
      throw fail('doesNotExist', `object ${basename(source)} does not exist`, error);
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  }
}
