import { Button } from './Button';

export interface TableToggleProps {
  readonly asTable: boolean;
  readonly onChange: (asTable: boolean) => void;
}

/** Shows a chart as a table, and back. */
export function TableToggle({ asTable, onChange }: TableToggleProps) {
  return (
    <Button size="small" tone="quiet" aria-pressed={asTable} onClick={() => onChange(!asTable)}>
      {asTable ? 'Chart' : 'Table'}
    </Button>
  );
}
