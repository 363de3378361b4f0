import type { BaseModel, ModelTypeEnumOption } from '../../../../core/api/wire/messages.ts';

/** Whether a template can train here, and why not. */
export interface Runnable {
  readonly template: ModelTypeEnumOption;
  /** The base model that it starts from; undefined: from nothing. */
  readonly baseModelId: string | undefined;
  /** The command that stages it; undefined: it is staged, or none is needed. */
  readonly stageCommand: string | undefined;
}

/** The catalog names the base model in the description. */
export function baseModelOf({ description = '' }: ModelTypeEnumOption): string | undefined {
  return /Base model: (\S+?)\.(?:\s|$)/.exec(description)?.[1];
}

export function runnable(
  template: ModelTypeEnumOption,
  baseModels: readonly BaseModel[],
): Runnable {
  const baseModelId = baseModelOf(template);
  const baseModel = baseModels.find(({ id }) => id === baseModelId);
  const stageCommand = baseModel && !baseModel.isStaged ? baseModel.stageCommand : undefined;
  return { template, baseModelId, stageCommand };
}

/**
 * What is proposed where nothing is chosen: the recommended template, or the first one that can
 * train here, one with a base model before one that starts from nothing.
 */
export function proposedTemplate(all: readonly Runnable[]): Runnable | undefined {
  const offered = all.filter(({ template }) => !template.internal_only);
  const recommended = offered.find(({ template }) => template.recommended);
  if (recommended && recommended.stageCommand === undefined) return recommended;
  const ready = offered.filter(({ stageCommand }) => stageCommand === undefined);
  const pretrained = ready.find(({ baseModelId }) => baseModelId !== undefined);
  return pretrained ?? ready[0] ?? recommended ?? offered[0] ?? all[0];
}
