import { Component, type ReactNode } from 'react';
import { Button } from '~/ui/Button';

interface PartBoundaryProps {
  /** What fails in here, as a person knows it: "Journal". */
  readonly part: string;
  readonly children: ReactNode;
  /** For what lies over the page: the message lies in a corner and can be sent away by this. */
  readonly onClose?: () => void;
}

interface Failure {
  /** Null: nothing has failed. An object of its own, because anything can be thrown, null as well. */
  readonly thrown: { readonly error: unknown } | null;
}

/**
 * Keeps what a part of the page throws while it renders to that part: it says so in its own place and can be tried again.
 * Without, React would take the whole page down.
 */
export class PartBoundary extends Component<PartBoundaryProps, Failure> {
  override state: Failure = { thrown: null };

  static getDerivedStateFromError(error: unknown): Failure {
    return { thrown: { error } };
  }

  override render(): ReactNode {
    const { part, children, onClose } = this.props;
    const { thrown } = this.state;
    if (!thrown) return children;
    const failed = (
      <Failed
        part={part}
        message={messageOf(thrown.error)}
        onRetry={() => this.setState({ thrown: null })}
        onClose={
          onClose &&
          (() => {
            onClose();
            this.setState({ thrown: null });
          })
        }
      />
    );
    if (!onClose) return failed;
    return (
      <div className="border-bad fixed right-2 bottom-2 z-50 w-[min(24rem,calc(100vw-1rem))] border">
        {failed}
      </div>
    );
  }
}

function Failed({
  part,
  message,
  onRetry,
  onClose,
}: {
  readonly part: string;
  readonly message: string;
  onRetry(): void;
  readonly onClose: (() => void) | undefined;
}) {
  return (
    <div
      role="alert"
      className="bg-raised flex h-full min-h-20 flex-col items-center justify-center gap-2 overflow-auto p-3 text-center"
    >
      <p className="text-bad text-[13px] font-medium">✕ {part} failed and is not shown.</p>
      <p className="text-muted max-w-[60ch] text-[12px] break-words">{message}</p>
      <p className="text-faint text-[12px]">Connections and everything else go on.</p>
      <div className="flex gap-2">
        <Button size="small" aria-label={`Try again: ${part}`} onClick={onRetry}>
          Try again
        </Button>
        {onClose ? (
          <Button size="small" onClick={onClose}>
            Close
          </Button>
        ) : null}
      </div>
    </div>
  );
}

const MESSAGE_CHARS = 300;

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.slice(0, MESSAGE_CHARS);
}
