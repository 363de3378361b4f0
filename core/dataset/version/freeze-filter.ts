import type { JsonObject } from '../../json.ts';
import type { InputFilter } from '../record/input-filter.ts';

/** Which inputs and annotations are frozen. */
export interface FreezeFilter {
  readonly filters: readonly InputFilter[];
  /** True: inputs left without labels are left out. */
  readonly ignoresEmpty: boolean;
  /** As it was sent. */
  readonly request: JsonObject;
}
