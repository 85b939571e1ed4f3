import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import classes from './virtual-rows.module.css';

const OVERSCAN_ROWS = 8;
/** So near to the end the next rows are asked for. */
const AHEAD_ROWS = 60;

interface Props {
  label: string;
  count: number;
  /** Height of a row before it was measured, in pixels. */
  estimate: number;
  /** A row that is to be seen, when it changes. */
  follow: number;
  /** The row to follow changes its height with this, and is to be seen as a whole again. */
  grown?: boolean;
  role: 'list' | 'table';
  header?: ReactNode;
  onNearEnd?: () => void;
  row: (index: number) => ReactNode;
}

/** A scrolling list that keeps only what is near the window in the page. */
export function VirtualRows(props: Props) {
  const { label, count, estimate, follow, grown, role, header, onNearEnd, row } = props;
  const scroll = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- it returns new rows by design
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => estimate,
    overscan: OVERSCAN_ROWS,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;

  useEffect(() => {
    if (count > 0 && last >= count - AHEAD_ROWS) onNearEnd?.();
  }, [last, count, onNearEnd]);

  useEffect(() => {
    if (follow >= 0) rows.scrollToIndex(follow, { align: 'auto' });
    // Only a new row to follow, or one that grew, moves the list, never a render for another reason.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [follow, grown]);

  return (
    <div
      ref={scroll}
      className={classes.scroll}
      role={role}
      aria-label={label}
      aria-rowcount={role === 'table' ? count + 1 : undefined}
      tabIndex={0}
    >
      {header}
      <div
        className={classes.space}
        role={role === 'table' ? 'rowgroup' : 'presentation'}
        style={{ height: rows.getTotalSize() }}
      >
        {shown.map(({ index, key, start }) => (
          <div
            key={key}
            ref={rows.measureElement}
            data-index={index}
            className={classes.row}
            role="presentation"
            style={{ transform: `translateY(${start}px)` }}
          >
            {row(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
