import type { JsonObject } from '../../json.ts';
import type { Area } from './area.ts';

/**
 * One condition. All of its parts must hold; several values of one part are alternatives, as
 * Clarifai publishes it. `negate` turns the whole around.
 */
export interface InputFilter {
  readonly negate: boolean;
  readonly input?: InputCondition;
  readonly annotation?: AnnotationCondition;
}

/**
 * What can be asked of an input, and of an annotation because of its input. What is absent, or an
 * empty list, is not asked.
 */
export interface DataCondition {
  /** One of these. */
  readonly concepts?: readonly ConceptCondition[] | undefined;
  /** One of these keys with this value, in objects too. */
  readonly metadata?: JsonObject | undefined;
  readonly area?: Area | undefined;
}

export interface InputCondition extends DataCondition {
  /** Clarifai status code; with kinds beside it, an alternative to them. */
  readonly status?: number | undefined;
  readonly id?: string | undefined;
  /** In one of these datasets. */
  readonly datasetIds?: readonly string[] | undefined;
  /** It must be one of them. */
  readonly kinds?: readonly ('image' | 'text' | 'audio' | 'video')[] | undefined;
}

export interface AnnotationCondition extends DataCondition {
  /** Clarifai status code. */
  readonly status?: number | undefined;
  readonly id?: string | undefined;
  readonly inputId?: string | undefined;
  readonly taskId?: string | undefined;
  /** It must be by each of them. */
  readonly userIds?: readonly string[] | undefined;
  /** True: by a model or a workflow, which none is. */
  readonly isByMachine?: true | undefined;
  readonly isInputLevel?: true | undefined;
  /** True: about the whole input, without regions. */
  readonly isOfWhole?: true | undefined;
  /** With a region of one of these shapes. */
  readonly shapes?: readonly ('box' | 'polygon' | 'mask')[] | undefined;
  /** Keys with these values, in objects too. */
  readonly info?: JsonObject | undefined;
  /** Last changed between these instants, milliseconds; they belong to it. */
  readonly modified?: { readonly from: number; readonly to: number } | undefined;
}

/** Above 0: the concept is there; 0: it is said not to be there. */
export interface ConceptCondition {
  /** Any of these. */
  readonly ids: readonly string[];
  /** Where it was asked for by its name: `withNamedConcepts` finds the ids. */
  readonly name?: string;
  readonly value: number;
}
