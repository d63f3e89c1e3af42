export interface JsonViewProps {
  /** As it was on the wire. Anything that is not JSON is shown as it is. */
  readonly text: string;
  readonly label: string;
}

/** A payload as a tree, or raw. */
export function JsonView({ text, label }: JsonViewProps) {
  return <pre aria-label={label}>{text}</pre>;
}
