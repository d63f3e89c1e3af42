import { Dialog } from '~/ui/Dialog';
import { ConnectionList } from './ConnectionList';
import type { EditRequest } from './edit-request';

interface ConnectionsDialogProps {
  /** Opens the form of one of them. */
  readonly asked?: EditRequest | undefined;
  onClose(): void;
}

/** The connections, over whatever is shown. */
export function ConnectionsDialog({ asked, onClose }: ConnectionsDialogProps) {
  return (
    <Dialog
      open
      staysOpen
      onOpenChange={onClose}
      title="Connections"
      description="Each connection has its own socket, store and recorder. Changing one never touches another."
    >
      <ConnectionList asked={asked} />
    </Dialog>
  );
}
