import { useState } from 'react';
import { Button } from './Button';
import { SearchInput } from './SearchInput';
import { openTrace } from './trace-location';

/** Asks for an order reference and opens its trace. */
export function TraceSearch() {
  const [ref, setRef] = useState('');
  return (
    <form
      role="search"
      aria-label="Trace of an order"
      className="flex items-center gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        openTrace(ref);
      }}
    >
      <SearchInput value={ref} onChange={setRef} label="Order ref" placeholder="ord_…" />
      <Button type="submit" size="small" disabled={ref.trim() === ''}>
        Trace
      </Button>
    </form>
  );
}
