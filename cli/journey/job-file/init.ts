import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { CommandFailure, exitStatus, usageFailure } from '../../frame/failure.ts';
import { commandLine } from '../../frame/output/words.ts';
import type { Reading } from '../../import/layout.ts';
import { chooseType } from '../choose-type.ts';
import { lookAtData } from '../look-at-data.ts';
import { idAfter } from '../names.ts';
import {
  chooseTemplate,
  smallTemplateOf,
  typesWithTemplates,
} from '../../training/choose-template.ts';
import { templateLines } from '../../training/template-words.ts';
import { jobFileText } from './write-job-file.ts';

interface Asked {
  readonly data: string;
  readonly out: string;
  readonly type?: string;
  readonly template?: string;
  readonly force?: boolean;
  readonly reading: Reading | undefined;
}

/** `deeptune init`. @throws CommandFailure where the file is there (1), or no type fits (2) */
export async function init(
  context: CommandContext,
  command: Command,
  { data, out, type, template, reading, force = false }: Asked,
): Promise<void> {
  const path = resolve(context.folder, out);
  if (existsSync(path) && !force)
    throw new CommandFailure(
      `'${out}' is there already: --force writes over it, --out says another`,
      {
        ...{ exitStatus: exitStatus.refused, code: 'file-exists' },
        next: [commandLine('init', data, '--out', out, '--force')],
      },
    );
  const dataset = idAfter(resolve(context.folder, data), 'data');
  const place = { from: data, reading, datasetId: dataset, isThorough: false };
  const { look } = await lookAtData(context, command, place);
  const found = type === undefined ? chooseType(look) : { modelTypeId: type, why: 'you said so' };
  if (typeof found === 'string')
    throw usageFailure(
      `No model type fits these data: ${found}. --type says one: ${typesWithTemplates.join(', ')}`,
    );
  context.say(command, `model type: ${found.modelTypeId}, since ${found.why}`);
  const chosen = await templateFor(context, command, { typeId: found.modelTypeId, template });
  for (const line of templateLines(chosen)) context.say(command, line);
  const job = {
    ...{ from: fromFile(path, resolve(context.folder, data)), dataset, model: dataset, reading },
    ...{ typeId: found.modelTypeId, typeWhy: found.why },
    ...{ templateId: chosen.templateId, templateWhy: chosen.why },
  };
  writeFileSync(`${path}.new`, jobFileText(job, basename(path)));
  renameSync(`${path}.new`, path);
  context.say(
    command,
    `look at it, change what you like, then: ${commandLine('train', '-f', out)}`,
  );
  context.output(command).text([`${out} is written`], { file: path, ...job });
}

/** Without a service that answers the small template stands there, which needs nothing staged. */
async function templateFor(
  context: CommandContext,
  command: Command,
  { typeId, template }: { readonly typeId: string; readonly template: string | undefined },
) {
  try {
    const { client } = await context.connect(command, { app: 'none' });
    return await chooseTemplate(client, typeId, template);
  } catch (error) {
    if (error instanceof CommandFailure && error.exitStatus === exitStatus.usage) throw error;
    context.say(command, 'no service was asked which pretrained models are staged');
    const templateId = template ?? smallTemplateOf(typeId);
    return { templateId, why: 'a small network that starts from nothing' };
  }
}

/** With `/` on every system, so that the file works on each. */
function fromFile(file: string, data: string): string {
  const path = relative(dirname(file), data).split(sep).join('/');
  return path === '' ? '.' : path;
}
