import type { TemplateChoice } from './choose-template.ts';

/** A template, why it is this one, and what would be better; a line each. */
export function templateLines({ templateId, why, better }: TemplateChoice): string[] {
  return [
    `template: ${templateId}, ${why}`,
    ...(better ? [`  ${better.words}: ${better.command}`] : []),
  ];
}
