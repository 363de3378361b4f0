import { useLocation } from 'preact-iso';
import { addresses } from '../../addresses.ts';
import { Dialog } from '../dialog/dialog.tsx';
import { NewAppForm } from './new-app-form.tsx';

/** Makes an app, and goes to it. */
export function NewAppDialog({ onClose }: { onClose: () => void }) {
  const { route } = useLocation();
  return (
    <Dialog title="New app" onClose={onClose}>
      <NewAppForm
        onCancel={onClose}
        onMade={(app) => {
          onClose();
          route(addresses.models(app));
        }}
      />
    </Dialog>
  );
}
