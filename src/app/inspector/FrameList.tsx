import { useEffect, useRef } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { RecordedFrame } from '~/recorder/frame-log';
import { NewRowsPill } from '~/ui/NewRowsPill';
import { useZone } from '~/ui/preferences';
import { useHeld, useRowPress } from '~/ui/use-press';
import { useRovingRows } from '~/ui/use-roving-rows';
import { VirtualRows } from '~/ui/VirtualRows';
import { firstAfter } from './feed';
import { FrameRow } from './FrameRow';

export interface FrameListProps {
  /** Oldest first; drawn newest first. */
  readonly frames: readonly RecordedFrame[];
  readonly wireOf: (connectionId: string) => string;
  readonly selected: RecordedFrame | null;
  /** Brought into sight once. */
  readonly revealId: number | null;
  readonly waiting: number;
  readonly isAway: boolean;
  onSelect(frame: RecordedFrame): void;
  /** The reader left the newest frame, or came back to it. */
  onAway(isAway: boolean): void;
}

const ROW_PX = 26;

/** The frames in lines. Arrows move, Enter selects. */
export function FrameList(props: FrameListProps) {
  const { wireOf, selected, revealId, waiting, isAway, onSelect, onAway } = props;
  const { value: frames, onPointerDown } = useHeld(props.frames);
  const zone = useZone();
  const scrollRef = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const count = frames.length;
  const frameAt = (index: number) => frames[count - 1 - index]!;

  const rows = useRovingRows({
    count,
    keyAt: (index) => String(frameAt(index).id),
    indexOf: (key) => indexOf(frames, Number(key)),
    container: scrollRef,
    reveal: (index) => virtual.current?.scrollToIndex(index, { align: 'nearest' }),
    onUse: (index) => onSelect(frameAt(index)),
  });

  const press = useRowPress((id) => {
    const frame = frames.find((each) => String(each.id) === id);
    if (frame) onSelect(frame);
  });

  useReveal(revealId, frames, (index) => {
    virtual.current?.scrollToIndex(index, { align: 'center' });
  });

  function toTop(): void {
    virtual.current?.scrollTo(0);
    onAway(false);
  }

  return (
    <div className="@container relative min-h-0 flex-1">
      {isAway ? <NewRowsPill count={waiting} onPress={toTop} /> : null}
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus -- its options take the focus, one of them by Tab */}
      <div
        ref={scrollRef}
        role="listbox"
        aria-label="Frames, newest first"
        onKeyDown={rows.onKeyDown}
        onPointerDown={onPointerDown}
        {...press}
        className="h-full overflow-auto [overflow-anchor:none]"
      >
        <VirtualRows
          count={count}
          scrollRef={scrollRef}
          handle={virtual}
          rowPx={ROW_PX}
          onScroll={(offset) => onAway(offset > 1)}
          keepMounted={rows.activeIndex >= 0 ? [rows.activeIndex] : []}
          renderRow={(index) => {
            const frame = frameAt(index);
            return (
              <FrameRow
                key={frame.id}
                frame={frame}
                verdict={frame.verdict}
                wire={wireOf(frame.connectionId)}
                zone={zone}
                place={index + 1}
                count={count}
                isSelected={frame === selected}
                isActive={index === rows.activeIndex}
                // The row that has the focus must stay in the document when newer frames push it out of sight.
                onFocus={(focused) => rows.activate(String(focused.id))}
              />
            );
          }}
        />
      </div>
    </div>
  );
}

/** Place in the list as it is drawn, -1 when it is not in it. */
function indexOf(frames: readonly RecordedFrame[], id: number): number {
  const index = firstAfter(frames, id) - 1;
  return frames[index]?.id === id ? frames.length - 1 - index : -1;
}

/** Calls `reveal` once for each wanted frame, as soon as it is in the list. */
function useReveal(
  wantedId: number | null,
  frames: readonly RecordedFrame[],
  reveal: (index: number) => void,
): void {
  const doneId = useRef<number | null>(null);
  useEffect(() => {
    if (wantedId === null || doneId.current === wantedId) return;
    const index = indexOf(frames, wantedId);
    if (index < 0) return;
    doneId.current = wantedId;
    reveal(index);
  });
}
