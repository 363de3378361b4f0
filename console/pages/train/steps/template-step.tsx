import type { ComponentChildren } from 'preact';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { count } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import type { Runnable } from '../order/choose-template.ts';
import type { StepProps } from '../order/use-form.ts';

/** The preset: base model, recipe, and defaults of the settings. */
export function TemplateStep({ form, choices, change }: StepProps) {
  const { templates, template } = form;
  if (!form.type || templates.length === 0) return null;
  const offered = templates.filter((each) => each.template.internal_only !== true);
  const ready = offered.filter(({ stageCommand }) => stageCommand === undefined);
  const unready = offered.filter(({ stageCommand }) => stageCommand !== undefined);
  const older = templates.filter((each) => each.template.internal_only === true);
  const card = (each: Runnable) => (
    <TemplateCard
      key={each.template.id}
      runnable={each}
      isChosen={each === template}
      onChoose={() => change({ templateId: each.template.id, settings: {} })}
    />
  );
  return (
    <Panel title="Template" text={introduction(choices.from !== undefined, form)}>
      <fieldset>
        <legend class="hidden">Template</legend>
        <div class="stack">
          {choices.from && (
            <label class="choice card">
              <input
                type="radio"
                name="template"
                checked={template === undefined}
                onChange={() => change({ templateId: '', settings: {} })}
              />
              The template of the version to go on from
            </label>
          )}
          {ready.map(card)}
          <More
            title={`${count(unready.length, 'template')} whose base model is not staged here yet`}
            cards={unready.map(card)}
            isOpen={ready.length === 0 || unready.includes(template!)}
          />
          <More
            title={`${count(older.length, 'older template')} of Clarifai’s`}
            cards={older.map(card)}
            isOpen={older.includes(template!)}
          />
        </div>
      </fieldset>
    </Panel>
  );
}

interface MoreProps {
  readonly title: string;
  readonly cards: readonly ComponentChildren[];
  readonly isOpen: boolean;
}

/** Templates that few choose: folded in. */
function More({ title, cards, isOpen }: MoreProps) {
  if (cards.length === 0) return null;
  return (
    <details open={isOpen}>
      <summary>{title}</summary>
      <div class="stack">{cards}</div>
    </details>
  );
}

function introduction(isChild: boolean, { template, templates }: StepProps['form']): string {
  const recommended = templates.find((each) => each.template.recommended);
  if (isChild || !template || !recommended?.stageCommand || template === recommended)
    return 'A template names the base model, the recipe, and defaults for every setting.';
  return `${recommended.template.id} is recommended, but its base model ${recommended.baseModelId} is not staged here; ${template.template.id} trains as it is.`;
}

interface TemplateCardProps {
  readonly runnable: Runnable;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function TemplateCard({ runnable, isChosen, onChoose }: TemplateCardProps) {
  const { template, baseModelId, stageCommand } = runnable;
  return (
    <div class="card">
      <label class="choice">
        <input type="radio" name="template" checked={isChosen} onChange={onChoose} />
        <span>
          <b>{template.id}</b> {template.recommended && <span class="tag">recommended</span>}{' '}
          {stageCommand !== undefined && <span class="tag">cannot train here yet</span>}
          <br />
          {template.description}
        </span>
      </label>
      {stageCommand !== undefined && isChosen && (
        <div class="stack">
          <p>
            Its base model <code>{baseModelId}</code> is not staged. Stage it in a terminal, then
            load this page again:
          </p>
          <div class="row">
            <code>{stageCommand}</code> <CopyButton text={stageCommand} label="Copy command" />
          </div>
        </div>
      )}
    </div>
  );
}
