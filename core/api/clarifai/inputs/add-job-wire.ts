import type { InputsAddJob } from '../../../dataset/input/add-job.ts';
import { status } from '../../http/status.ts';
import type { InputsAddJob as InputsAddJobMessage } from '../../wire/messages.ts';

/**
 * Counts are strings: they are 64-bit integers in the proto. Nothing is ever pending, see
 * `InputsAddJob`.
 */
export function addJobToWire(job: InputsAddJob): InputsAddJobMessage {
  return {
    id: job.id,
    created_at: job.createdAt,
    modified_at: job.modifiedAt,
    progress: {
      pending_count: '0',
      in_progress_count: '0',
      success_count: String(job.successCount),
      failed_count: String(job.failedCount),
    },
    status: status(job.isCancelled ? 64004 : 64002),
  };
}
