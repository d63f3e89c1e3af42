import { Dialog } from '~/ui/Dialog';
import { ConnectionList } from './ConnectionList';

/** The connections, over whatever is shown. */
export function ConnectionsDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Connections"
      description="Each connection has its own socket, store and recorder. Changing one never touches another."
    >
      <ConnectionList />
    </Dialog>
  );
}
