import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { Column, Output } from '../../frame/output/output.ts';
import { safeText } from '../../frame/output/safe-text.ts';
import { counted } from '../../frame/output/words.ts';
import { alignedColumns } from '../../frame/output/aligned-columns.ts';
import { listTemplates, stageCommandOf, templateNamed } from '../../models/templates.ts';
import type { TemplateFacts, TemplateField } from '../../models/templates.ts';

/** `deeptune templates`: what a training can start from, and its settings. */
export function templatesCommand(context: CommandContext): Command {
  const command = new Command('templates')
    .summary('presets of a training: base model, defaults and ranges')
    .description(
      'Lists the presets that trainings start from, each with its base model and whether that is staged. With a template named: its settings with defaults and what they may be.',
    )
    .argument('[template]', 'a template, or a model type to list its templates')
    .option('--all', "with a template: experts' settings as well")
    .action(async (name: string | undefined, options: { readonly all?: true }, own: Command) => {
      const { client } = await context.connect(own, { app: 'none' });
      const all = await listTemplates(client);
      const output = context.output(own);
      const ofType = all.filter(({ typeId }) => name === undefined || typeId === name);
      if (ofType.length > 0) {
        const isTable = output.format === 'table';
        output.rows(ofType, isTable ? columns(name === undefined) : fields, ofType);
        sayRecommended(ofType, (line) => context.say(own, line));
        context.say(own, `trainings run on ${ofType[0]?.runsOn ?? ''}`);
        sayUnstaged(ofType, (line) => context.say(own, line));
        return;
      }
      const [template] = templateNamed(all, name ?? '');
      if (template) show(output, template, options.all === true);
    });
  return withExamples(
    command,
    { line: 'templates visual-classifier', words: 'what a classifier of images can start from' },
    { line: 'templates Deeptune_ResNet_Small', words: 'its settings, defaults and ranges' },
  );
}

/** @param hasTypes false: they are all of one */
const columns = (hasTypes: boolean): readonly Column<TemplateFacts>[] =>
  fields.slice(hasTypes ? 0 : 1, -1);

const fields: readonly Column<TemplateFacts>[] = [
  { name: 'type', value: ({ typeId }) => typeId },
  { name: 'template', value: ({ id }) => id },
  { name: 'base_model', value: ({ baseModel }) => baseModel?.id ?? '(random weights)' },
  { name: 'staged', value: (template) => stagedInWords(template) },
  { name: 'epochs', value: defaultEpochs, align: 'right' },
  { name: 'recommended', value: ({ isRecommended }) => (isRecommended ? 'yes' : '') },
];

/** By default; undefined where the template counts none. */
function defaultEpochs({ fields }: TemplateFacts): number | undefined {
  const value = fields.find(({ name }) => /epochs$/.test(name))?.defaultValue;
  return typeof value === 'number' ? value : undefined;
}

function stagedInWords({ baseModel }: TemplateFacts): string {
  if (!baseModel) return '-';
  return baseModel.isStaged ? 'yes' : 'no';
}

function sayRecommended(templates: readonly TemplateFacts[], say: (line: string) => void): void {
  const ids = templates.filter(({ isRecommended }) => isRecommended).map(({ id }) => id);
  if (ids.length > 0) say(`recommended by default: ${ids.join(', ')}`);
}

function sayUnstaged(templates: readonly TemplateFacts[], say: (line: string) => void): void {
  const missing = templates.filter(({ baseModel }) => baseModel?.isStaged === false);
  const [first] = missing;
  if (first?.baseModel === undefined) return;
  const of = counted(missing.length, 'template');
  say(`${of} cannot be trained yet: the base model is not staged`);
  say(`  ${first.id} needs: ${stageCommandOf(first.baseModel)}`);
}

function show(output: Output, template: TemplateFacts, withInternal: boolean): void {
  const fields = template.fields.filter(({ isInternal }) => withInternal || !isInternal);
  if (output.format === 'csv') {
    output.rows(fields, fieldColumns);
    return;
  }
  const hidden = template.fields.length - fields.length;
  const { baseModel, description, id, typeId } = template;
  const stage =
    baseModel && !baseModel.isStaged ? [`Stage it with: ${stageCommandOf(baseModel)}`] : [];
  output.text(
    [
      `${id} (${typeId})`,
      safeText(description),
      ...stage,
      `Runs on ${template.runsOn}`,
      '',
      ...alignedColumns([
        ['SETTING', 'DEFAULT', 'MAY BE'],
        ...fields.map(({ name, defaultValue, allowed }) => [name, short(defaultValue), allowed]),
      ]),
      '',
      ...fields.map(({ name, description: words }) => `${name}: ${safeText(words)}`),
      ...(hidden > 0 ? ['', `${counted(hidden, 'setting')} for experts: --all shows them`] : []),
      ...effects(fields),
    ],
    template,
  );
}

/** What changes the time of a training changes its price. */
function effects(fields: readonly TemplateField[]): string[] {
  const paid = fields.filter(({ name }) =>
    /epoch|image_size|batch_size|trainable|max_.*len/i.test(name),
  );
  if (paid.length === 0) return [];
  return ['', `Time and price follow: ${paid.map(({ name }) => name).join(', ')}`];
}

const fieldColumns: readonly Column<TemplateField>[] = [
  { name: 'setting', value: ({ name }) => name },
  { name: 'default', value: ({ defaultValue }) => JSON.stringify(defaultValue) },
  { name: 'allowed', value: ({ allowed }) => allowed },
  { name: 'description', value: ({ description }) => description },
];

const maxShown = 32;

function short(value: TemplateField['defaultValue']): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > maxShown ? `${text.slice(0, maxShown - 1)}…` : text;
}
