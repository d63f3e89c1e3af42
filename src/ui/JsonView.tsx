import { useMemo, useState } from 'react';
import { collapseAllNested, JsonView as Tree } from 'react-json-view-lite';
import { formatSize } from '~/lib/format';
import { parseJson } from '~/lib/json';
import { Button } from './Button';
import { CopyButton } from './CopyButton';

export interface JsonViewProps {
  /** As it was on the wire. Anything that is not JSON is shown as it is. */
  readonly text: string;
  /** What it is: "frame 1204". */
  readonly label: string;
}

/** Above this a tree would hold the page up; the text is shown instead. UTF-16 units. */
const TREE_LIMIT = 200_000;
/** So much raw text is drawn; all of it can be copied. */
const RAW_LIMIT = 500_000;

/** A payload as a tree that opens and closes, or as it came. Fills the height it is given. */
export function JsonView({ text, label }: JsonViewProps) {
  const [asRaw, setAsRaw] = useState(false);
  const value = useMemo(() => treeOf(text), [text]);
  const raw = asRaw || value === null;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="border-line flex shrink-0 items-center gap-1 border-b px-2 py-1 text-[12px]">
        <span className="tabular text-faint">{formatSize(text.length)}</span>
        {value === null ? <span className="text-muted">{reasonOf(text)}</span> : null}
        <span className="ml-auto flex gap-1">
          <Button
            size="small"
            tone="quiet"
            aria-pressed={raw}
            disabled={value === null}
            onClick={() => setAsRaw(!asRaw)}
          >
            Raw
          </Button>
          <CopyButton what={label} text={() => text} />
        </span>
      </div>
      {/* Scrolled text must take the focus, or keys could not scroll it. */}
      <div
        {...FOCUSABLE}
        role="group"
        aria-label={label}
        className="min-h-0 flex-1 overflow-auto p-2"
      >
        {raw ? (
          <pre className="font-mono text-[12px] break-all whitespace-pre-wrap">
            {text.slice(0, RAW_LIMIT)}
          </pre>
        ) : (
          <Tree data={value} style={STYLE} shouldExpandNode={isOpenAtFirst} clickToExpandNode />
        )}
        {raw && text.length > RAW_LIMIT ? (
          <p className="text-warning text-[12px]">
            Cut at {formatSize(RAW_LIMIT)}; copying gives all of it.
          </p>
        ) : null}
      </div>
    </div>
  );
}

const FOCUSABLE = { tabIndex: 0 };

/** The value when it has something to open and close. */
function treeOf(text: string): object | null {
  if (text.length > TREE_LIMIT) return null;
  const parsed = parseJson(text, true);
  if (!parsed.ok || typeof parsed.value !== 'object') return null;
  return parsed.value;
}

function reasonOf(text: string): string {
  if (text.length > TREE_LIMIT) return 'shown raw because of its size';
  const parsed = parseJson(text, true);
  return parsed.ok ? '' : 'not JSON';
}

const MANY = 30;

/** Two levels, but long lists stay closed. */
function isOpenAtFirst(level: number, value: unknown): boolean {
  if (level < 2) return !Array.isArray(value) || value.length <= MANY;
  return collapseAllNested(level);
}

const STYLE = {
  container: 'font-mono text-[12px] leading-[1.5]',
  basicChildStyle: 'pl-4',
  childFieldsContainer: '',
  label: 'mr-1.5 text-muted',
  clickableLabel: 'mr-1.5 cursor-pointer text-muted',
  nullValue: 'text-faint',
  undefinedValue: 'text-faint',
  numberValue: 'tabular text-accent',
  stringValue: 'break-all text-ink',
  booleanValue: 'text-warning',
  otherValue: 'text-muted',
  punctuation: 'text-faint',
  expandIcon: "mr-1 inline-block w-3 cursor-pointer text-faint before:content-['▸']",
  collapseIcon: "mr-1 inline-block w-3 cursor-pointer text-faint before:content-['▾']",
  collapsedContent: "mr-1 cursor-pointer text-faint before:content-['…']",
  noQuotesForStringValues: false,
  quotesForFieldNames: false,
  ariaLables: { collapseJson: 'Collapse', expandJson: 'Expand' },
  stringifyStringValues: false,
};
