import * as z from 'zod';
import type { App } from '../../../access/app.ts';
import type { JsonObject } from '../../../json.ts';
import type { PatchAction } from '../../../dataset/record/labels.ts';
import { patchMetadata } from '../../../dataset/input/patch-metadata.ts';
import { idSchema } from '../../http/ids.ts';
import { metadataSchema } from '../inputs/input-wire.ts';
import { actionSchema, patchText } from '../inputs/patch-wire.ts';
import type { App as AppMessage } from '../../wire/messages.ts';

const fields = {
  name: z.string().max(256).default(''),
  description: z.string().default(''),
  notes: z.string().max(65_536).default(''),
  metadata: metadataSchema,
  default_language: z.string().max(16).default(''),
  default_workflow: z.object({ id: z.string().default('') }).optional(),
  /** The older name of it. */
  default_workflow_id: z.string().optional(),
};
const appSchema = z.object({ id: idSchema, ...fields });
type AppWire = Omit<z.infer<typeof appSchema>, 'id'>;

/** `PostApps`. */
export const newApps = z.object({ apps: z.array(appSchema).min(1).max(20) });

const actions = {
  action: actionSchema.default('overwrite'),
  metadata_action: z.string().optional(),
};

/** `PatchApp`: the path names the app. */
export const appPatch = z.object({ app: z.object(fields), ...actions });

/** `PatchApps`. */
export const appPatches = z.object({ apps: z.array(appSchema).min(1).max(20), ...actions });

export function appFromWire({ id, ...wire }: z.infer<typeof appSchema>, at: string): App {
  const empty: App = { id, description: '', createdAt: at, modifiedAt: at };
  return patchedApp(empty, wire, { action: 'merge', at });
}

/**
 * The app after a patch. `metadata_action` (`MERGE`, `OVERWRITE`, `REMOVE`) goes for the metadata
 * alone.
 */
export function patchedApp(
  old: App,
  wire: AppWire,
  how: { action: PatchAction; metadataAction?: PatchAction; at: string },
): App {
  const { action, metadataAction = action, at } = how;
  const workflow = wire.default_workflow?.id ?? wire.default_workflow_id;
  return {
    ...old,
    name: patchText(old.name ?? '', wire.name, action),
    description: patchText(old.description, wire.description, action),
    notes: patchText(old.notes ?? '', wire.notes, action),
    metadata: patchMetadata(old.metadata ?? {}, wire.metadata as JsonObject, metadataAction),
    defaultLanguage: patchText(old.defaultLanguage ?? '', wire.default_language, action),
    defaultWorkflowId: patchText(old.defaultWorkflowId ?? '', workflow, action),
    modifiedAt: at,
  };
}

export function appToWire(app: App, userId: string): AppMessage {
  const { name, notes = '', metadata = {}, defaultLanguage, defaultWorkflowId } = app;
  return {
    id: app.id,
    name: name || app.id,
    user_id: userId,
    description: app.description,
    notes,
    metadata,
    ...(defaultLanguage ? { default_language: defaultLanguage } : {}),
    ...(defaultWorkflowId
      ? { default_workflow_id: defaultWorkflowId, default_workflow: { id: defaultWorkflowId } }
      : {}),
    visibility: { gettable: 'PRIVATE' },
    created_at: app.createdAt,
    modified_at: app.modifiedAt,
  };
}
