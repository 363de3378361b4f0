import type { JsonObject } from '../../json.ts';
import type { ConceptValue, Geo, Input, Region } from '../record/input.ts';

export interface NewRegion extends Omit<Region, 'mask'> {
  readonly maskBase64: string | null;
}

export interface NewInput {
  /** Absent: we choose one. */
  readonly id?: string;
  readonly content:
    | { readonly kind: 'image'; readonly base64: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'url'; readonly url: string; readonly of: 'image' | 'text' }
    /** What another input of the user holds, which its address named; or why not. */
    | { readonly kind: 'stored'; readonly of: 'image' | 'text'; readonly data: Input['data'] }
    /** More than one, named as they stand in `data`: which is meant nobody can tell. */
    | { readonly kind: 'several'; readonly names: readonly string[] }
    /** `has`: what it has instead, such as `video`, which is not part of this release. */
    | { readonly kind: 'nothing'; readonly has?: string | undefined };
  readonly concepts: readonly ConceptValue[];
  readonly regions?: readonly NewRegion[];
  readonly metadata: JsonObject;
  readonly geo?: Geo;
  readonly datasetIds: readonly string[];
}
