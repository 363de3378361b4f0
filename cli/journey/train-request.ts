import type { JsonObject } from '../../core/json.ts';
import type { Reading } from '../import/layout.ts';

/** What somebody wants to be trained: by words of the command line, or by a job file. */
export interface TrainRequest {
  /** A folder or file of this machine. */
  readonly from?: string;
  readonly reading?: Reading;
  /** Absent: after the name of `from`. */
  readonly dataset?: string;
  /** A dataset version that is there; absent: what the dataset holds now is frozen. */
  readonly datasetVersion?: string;
  /** Absent: after the dataset. */
  readonly model?: string;
  /** Absent: by what the data are. */
  readonly type?: string;
  readonly template?: string;
  readonly params: JsonObject;
  /** The training is refused where its limit is more. */
  readonly maxPriceMicros?: number;
  /** A quote that it is trained under: what that is of is decided. */
  readonly quoteId?: string;
  /** Inputs that are there take over the source's labels. */
  readonly update: boolean;
  /** Trains on what could be imported, without asking. */
  readonly skipFailed: boolean;
}

/** How a command is to carry it out. */
export interface TrainManner {
  readonly isDryRun: boolean;
  /** True: trains once more what was trained already. */
  readonly again: boolean;
  /** False: it is started, and not waited for. */
  readonly watch: boolean;
}
