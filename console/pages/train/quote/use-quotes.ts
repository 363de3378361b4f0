import { useMemo, useState } from 'preact/hooks';
import { useAppId, useChange } from '../../../api/use-call.ts';
import { useSession } from '../../../session/session.tsx';
import { makeModel } from '../order/make-model.ts';
import type { StepProps } from '../order/use-form.ts';
import type { Variant } from './variants.ts';
import { variantOf, withQuotes, withVariant } from './variants.ts';

/** Quotes of a model's choices, as long as the page is open. */
export interface Quotes {
  /** What is chosen now. */
  readonly now: Variant;
  readonly kept: readonly Variant[];
  /** The quote that holds for what is chosen now, expired or not. */
  readonly quoted: Variant | undefined;
  readonly keep: () => void;
  readonly drop: (key: string) => void;
  /** Asks for quotes of these, under one maximum where they are several. */
  readonly ask: (variants: readonly Variant[]) => void;
  readonly isAsking: boolean;
  readonly error: Error | null;
}

export function useQuotes({ form, choices }: StepProps): Quotes {
  const [kept, setKept] = useState<readonly Variant[]>([]);
  const { userId } = useSession().session;
  const app = useAppId();
  const { fields, concepts, template, type } = form;
  const typeId = type?.id ?? '';
  const now = useMemo(
    () => variantOf({ choices, templateId: template?.template.id, fields, concepts }, typeId),
    [choices, template?.template.id, fields, concepts, typeId],
  );
  const asked = useChange(
    async (client, variants: readonly Variant[]) => {
      // A quote is of a model that is there.
      if (choices.isNew) await makeModel(client, { app, modelId: choices.modelId, typeId });
      const body = { model_versions: variants.map((each) => each.body) };
      const at = { user_id: userId, app_id: app, model_id: choices.modelId };
      const { quotes } = await client.call('PostQuotes', at, body);
      return withQuotes(variants, quotes);
    },
    ['ListModels', 'ListModelSummaries'],
  );
  return {
    now,
    kept,
    quoted: kept.find(({ key, quote }) => key === now.key && quote),
    keep: () => setKept(withVariant(kept, now)),
    drop: (key) => setKept(kept.filter((each) => each.key !== key)),
    ask: (variants) =>
      asked.mutate(variants, {
        onSuccess: (answered) => setKept((before) => answered.reduce(withVariant, before)),
      }),
    isAsking: asked.isPending,
    error: asked.error,
  };
}
