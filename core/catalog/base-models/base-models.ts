import type { BaseModel } from '../model-type.ts';

/** A base model with its pretrained weights. */
export type PretrainedModel = BaseModel & { readonly id: string };

/**
 * Base models that load with transformers alone (no torchvision, no timm), and the small
 * architecture of the same family. `facebook/detr-resnet-50` is not among them: its published
 * configuration asks for timm.
 */
const conv = (id: string): PretrainedModel => ({ id, small: 'resnet-small' });
const detector = (id: string): PretrainedModel => ({ id, small: 'detr-small' });
const encoder = (id: string): PretrainedModel => ({ id, small: 'bert-small' });
const causal = (id: string): PretrainedModel => ({ id, small: 'gpt-small' });

/** Random weights: what the templates `Deeptune_*_Small` start from, on every host. */
export const resNetSmall: BaseModel = { small: 'resnet-small' };
export const detrSmall: BaseModel = { small: 'detr-small' };
export const segFormerSmall: BaseModel = { small: 'segformer-small' };
export const bertSmall: BaseModel = { small: 'bert-small' };
export const gptSmall: BaseModel = { small: 'gpt-small' };

export const resNet18 = conv('microsoft/resnet-18');
export const resNet50 = conv('microsoft/resnet-50');
export const resNet101 = conv('microsoft/resnet-101');
export const convNextTiny = conv('facebook/convnext-tiny-224');
export const convNextBase = conv('facebook/convnext-base-224');
export const efficientNetB7 = conv('google/efficientnet-b7');
export const rtDetrR18 = detector('PekingU/rtdetr_r18vd');
export const rtDetrR34 = detector('PekingU/rtdetr_r34vd');
export const rtDetrR50 = detector('PekingU/rtdetr_r50vd');
export const rtDetrR101 = detector('PekingU/rtdetr_r101vd');
export const segFormerB0: PretrainedModel = {
  id: 'nvidia/segformer-b0-finetuned-ade-512-512',
  small: 'segformer-small',
};

/**
 * They come inside of Python packages
 * (`container/deeptune_trainer/models/base/packaged_models.py`), not from the hub.
 */
export const efficientNetLite0 = conv('packaged/efficientnet-lite0');
export const packagedMiniLm = encoder('packaged/minilm');

/** The published name; the hub redirects it to google-bert/bert-base-cased. */
export const bertBase = encoder('bert-base-cased');
export const gptNeo125m = causal('EleutherAI/gpt-neo-125m');
export const gptNeo2p7b = causal('EleutherAI/gpt-neo-2.7B');
export const opt125m = causal('facebook/opt-125m');
export const llama2Chat7b = causal('meta-llama/Llama-2-7b-chat-hf');
export const llama2Chat13b = causal('meta-llama/Llama-2-13b-chat-hf');
export const llama31Instruct8b = causal('meta-llama/Llama-3.1-8B-Instruct');
export const mistral7b = causal('mistralai/Mistral-7B-v0.1');
export const mistralInstruct7b = causal('mistralai/Mistral-7B-Instruct-v0.2');

/** The base model standing in for an architecture that the hub does not have. */
export function instead(base: PretrainedModel, published: string): PretrainedModel {
  return { ...base, substitution: `${published} has no counterpart here; ${base.id} is used.` };
}

/**
 * GPTQ weights cannot be trained by PEFT without its CUDA kernels; 4-bit loading of the plain
 * weights does the same.
 */
export function instead4Bit(base: PretrainedModel): PretrainedModel {
  const substitution = `Instead of GPTQ weights, ${base.id} is loaded in 4 bits and trained with plain LoRA.`;
  return { ...base, substitution };
}
