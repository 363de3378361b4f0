import { createNotification } from '../../../core/notification/notification-store.ts';
import type { WebhookNotification } from '../../../core/notification/notification.ts';
import type { DomainEvent } from '../../../core/ports/events.ts';
import { composeLocalHost } from '../../../local/compose.ts';
import type { LocalHost } from '../../../local/compose.ts';
import { readSettings } from '../../../local/settings.ts';

export const userId = 'local';
export const notificationId = 'hook';

/** The laptop host on a folder, without its server. */
export function hostOn(folder: string): LocalHost {
  return composeLocalHost({
    local: { ...readSettings({ DEEPTUNE_FOLDER: folder }), folder },
    baseUrl: 'http://127.0.0.1:1',
    root: process.cwd(),
    python: 'python3',
    device: { device: 'cpu', name: 'CPU' },
    log: () => undefined,
  });
}

/** A webhook of the laptop's user. */
export async function addWebhook({ deps }: LocalHost, url: string): Promise<void> {
  const at = deps.now();
  const webhook: WebhookNotification = {
    ...{ id: notificationId, userId, description: '', events: [], appIds: [], isActive: true },
    ...{ createdAt: at, updatedAt: at, kind: 'webhook', url, secret: 'whsec_c2VjcmV0' },
  };
  await createNotification(deps.table, webhook);
}

/** That a version was trained. */
export function trained(versionId: string): DomainEvent {
  const detail = { userId, appId: 'lab', modelId: 'reader', versionId };
  return { type: 'model-version.trained', at: new Date().toISOString(), detail };
}
