import { Command } from 'commander';
import type { ModelType } from '../../../core/api/wire/messages.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { Column } from '../../frame/output/output.ts';
import { anyApp } from '../../models/templates.ts';

/** `deeptune types`: what can be trained. */
export function typesCommand(context: CommandContext): Command {
  const command = new Command('types')
    .summary('model types: what can be trained, on what')
    .description(
      'Lists the model types: what each reads and answers, and how many templates it has.',
    )
    .action(async (_options, own: Command) => {
      const { client } = await context.connect(own, { app: 'none' });
      const { model_types: types } = await client.call('ListModelTypes', anyApp);
      context.output(own).rows(types, columns, types);
      context.say(own, 'their templates: deeptune templates <type>');
    });
  return withExamples(
    command,
    { line: 'types', words: 'what can be trained' },
    { line: 'types --format json', words: "the service's own answer" },
  );
}

const columns: readonly Column<ModelType>[] = [
  { name: 'type', value: ({ id }) => id },
  { name: 'trainable', value: ({ trainable }) => (trainable ? 'yes' : 'no') },
  { name: 'reads', value: ({ input_fields: fields }) => fields.join(' ') },
  { name: 'answers', value: ({ output_fields: fields }) => fields.map(answerWord).join(', ') },
  { name: 'templates', value: (type) => templateCount(type), align: 'right' },
  { name: 'description', value: ({ description }) => description },
];

/** `regions[...].region_info.bounding_box,regions[...].data.concepts` -> `boxes, concepts`. */
function answerWord(field: string): string {
  const names = field.split(',').map((path) => path.split('.').at(-1) ?? path);
  return names.map((name) => (name === 'bounding_box' ? 'boxes' : name)).join(', ');
}

function templateCount({ model_type_fields: fields }: ModelType): number {
  const field = fields.find(({ placeholder }) => placeholder === 'template');
  return (field?.model_type_enum_options ?? []).filter((option) => !option.internal_only).length;
}
