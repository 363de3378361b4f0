import { useLocation } from 'preact-iso';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { addresses } from '../../../addresses.ts';
import { useAppId, useCall } from '../../../api/use-call.ts';
import { Loading, Problem } from '../../../parts/states.tsx';
import { settingsOf, templatesOf, textOfValue } from './fields.ts';
import { choicesLike } from './like-version.ts';
import { queryOf } from './order.ts';

/**
 * `?model=…&like=…`: puts the choices of an earlier training in the address, in place of its name.
 */
export function LikeVersion({ children }: { children: ComponentChildren }) {
  const { query, route } = useLocation();
  const app = useAppId();
  const { model: modelId = '', like = '' } = query;
  const isAsked = like !== '';
  const named = { model_id: modelId, version_id: like };
  const version = useCall('GetModelVersion', named, { enabled: isAsked });
  const model = useCall('GetModel', { model_id: modelId }, { enabled: isAsked });
  const types = useCall('ListModelTypes', { per_page: 1000 }, { enabled: isAsked });
  useEffect(() => {
    if (!isAsked || !version.data || !model.data || !types.data) return;
    const found = version.data.model_version;
    const type = types.data.model_types.find(({ id }) => id === model.data.model.model_type_id);
    const templateId = textOfValue(found.train_info?.params['template']);
    const template = type && templatesOf(type).find(({ id }) => id === templateId);
    const choices = choicesLike(modelId, found, type ? settingsOf(type, template) : []);
    route(addresses.train(app, queryOf(choices)), true);
  }, [isAsked, version.data, model.data, types.data]);
  const error = version.error ?? model.error ?? types.error;
  if (isAsked && error) return <Problem error={error} title="This version cannot be read" />;
  return <>{isAsked ? <Loading what="the earlier training" lines={8} /> : children}</>;
}
