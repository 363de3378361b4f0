import { useLocation } from 'preact-iso';
import { useMemo, useRef } from 'preact/hooks';
import { addresses } from '../../../addresses.ts';
import type { Quote } from '../../../../core/api/wire/messages.ts';
import { useAppId, useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { dollarsUp } from '../../../parts/figures/in-words.ts';
import { Problem, Spinner } from '../../../parts/states.tsx';
import type { TrainingBody } from '../order/training-body.ts';
import type { StepProps } from '../order/use-form.ts';
import { forgetModel, makeModel } from '../order/make-model.ts';
import { useIsOver } from '../quote/countdown.tsx';

interface StartButtonProps extends StepProps {
  /** What has to be chosen first; undefined: nothing. */
  readonly missing: string | undefined;
  /** Of what is chosen; undefined or expired: one is made as the training starts. */
  readonly quote: Quote | undefined;
}

/** Starts the training that the estimate is of, once however often it is pressed. */
export function StartButton({ form, choices, missing, quote }: StartButtonProps) {
  const app = useAppId();
  const { route } = useLocation();
  const announce = useAnnounce();
  const isQuoted = !useIsOver(quote?.expiresAt) && quote?.status === 'open';
  const body = isQuoted ? withQuote(form.body, quote.id) : form.body;
  const { modelId, isNew } = choices;
  const typeId = form.type?.id ?? '';
  // The same choices have the same key: a repetition finds the training that it has started.
  const key = useMemo(() => crypto.randomUUID(), [JSON.stringify(body), modelId]);
  const start = useChange(
    async (client) => {
      const model = { app, modelId, typeId };
      if (isNew) await makeModel(client, model);
      forgetModel(model);
      const versions = { model_versions: [body] };
      return client.call('PostModelVersions', { model_id: modelId }, versions, key);
    },
    ['GetModel', 'ListModels', 'ListModelVersions', 'ListActivity', 'GetAmount'],
  );
  // Two clicks come before the button is drawn anew.
  const isPressed = useRef(false);
  const press = async () => {
    if (isPressed.current) return;
    isPressed.current = true;
    const { model } = await start.mutateAsync(undefined).finally(() => {
      isPressed.current = false;
    });
    announce(`Training of ${modelId} has started`, 'good');
    route(addresses.model(app, modelId, 'train', { version: model.model_version.id }));
  };
  const isBlocked = form.template?.stageCommand !== undefined && !choices.from;
  return (
    <>
      {start.error && <Problem error={start.error} title="Not started" />}
      <button
        type="button"
        class="primary"
        disabled={missing !== undefined || isBlocked || start.isPending || form.refusal !== null}
        onClick={() => void press().catch(() => undefined)}
      >
        {start.isPending && <Spinner />} Train {modelId || 'the model'}
        {isQuoted && ` for at most ${dollarsUp(quote.maxPriceMicros)}`}
      </button>
    </>
  );
}

/** The training under a quote: it is never billed above its maximum. */
function withQuote(body: TrainingBody, quoteId: string): TrainingBody {
  const { train_info: info = {} } = body;
  return { ...body, train_info: { ...info, params: { ...info.params, quote_id: quoteId } } };
}
