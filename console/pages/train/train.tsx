import { PageHeader } from '../../parts/page-header.tsx';
import { Loading, Problem } from '../../parts/states.tsx';
import { EstimatePanel } from './estimate/estimate-panel.tsx';
import { useChoices } from './order/use-choices.ts';
import { LikeVersion } from './order/like-version-of-address.tsx';
import { useForm } from './order/use-form.ts';
import { ConceptsStep } from './steps/concepts-step.tsx';
import { DataStep } from './steps/data-step.tsx';
import { ModelStep } from './steps/model-step.tsx';
import { SettingsStep } from './steps/settings-step.tsx';
import { StartFromStep } from './steps/start-from-step.tsx';
import { TemplateStep } from './steps/template-step.tsx';

/** Trains a model, in steps; everything that is chosen stands in the address. */
export function Train() {
  return (
    <>
      <PageHeader title="Train a model">
        Choose from top to bottom. Nothing is spent before you start, and the address holds your
        choices: share it, or come back to it.
      </PageHeader>
      <LikeVersion>
        <Form />
      </LikeVersion>
    </>
  );
}

function Form() {
  const [choices, change] = useChoices();
  const form = useForm(choices);
  if (form.error) return <Problem error={form.error} onRetry={form.retry} />;
  if (!form.isReady) return <Loading what="model types" lines={8} />;
  const step = { form, choices, change };
  return (
    <div class="wizard">
      <div class="stack">
        <ModelStep {...step} />
        <DataStep {...step} />
        <ConceptsStep {...step} />
        <StartFromStep {...step} />
        <TemplateStep {...step} />
        <SettingsStep {...step} />
      </div>
      <EstimatePanel {...step} />
    </div>
  );
}
