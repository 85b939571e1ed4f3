import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Detection, Item } from '@/lib/api/client';
import { formatMoment } from '@/lib/format';
import type { Span } from '../spans';
import { SightingStrip } from './sighting-strip';
import { TimeChip } from './time-chip';
import classes from './label-sightings.module.css';

/** So many stretches stand on the card as it is; the rest with all sightings. */
const SPANS_SHOWN = 8;
/** Players round. */
const SAME_MOMENT = 0.01;

interface Props {
  item: Item;
  spans: readonly Span[];
  time: number | null;
  onChoose: (sighting: Detection) => void;
}

function Chip(props: { from: number; to: number; current: boolean; onClick: () => void }) {
  const { from, to, current, onClick } = props;
  const { t } = useTranslation();
  const times = from === to ? formatMoment(from) : `${formatMoment(from)} – ${formatMoment(to)}`;
  return (
    <TimeChip
      time={times}
      name={t('readings.jumpTo', { time: times })}
      current={current}
      onClick={onClick}
    />
  );
}

/** When a label was in the picture: each stretch, and on demand a picture of each time. */
export function LabelSightings({ item, spans, time, onChoose }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const sightings = spans.flatMap((span) => span.sightings);
  const shown = all ? spans : spans.slice(0, SPANS_SHOWN);
  const more = spans.length - shown.length;
  // The server lists a thousand readings at most.
  const count = Math.max(item.sightings_count, sightings.length);
  return (
    <div className={classes.root}>
      <ul className={classes.spans} aria-label={t('readings.seen')}>
        {shown.map((span) => (
          <li key={span.from}>
            <Chip
              from={span.from}
              to={span.to}
              current={
                time !== null && span.from <= time + SAME_MOMENT && time <= span.to + SAME_MOMENT
              }
              onClick={() => onChoose(span.sightings[0])}
            />
          </li>
        ))}
        {more > 0 && <li className={classes.more}>{t('readings.moreSpans', { count: more })}</li>}
      </ul>
      <button
        type="button"
        className={classes.all}
        aria-expanded={all}
        onClick={() => setAll(!all)}
      >
        {t('readings.timesSeen', { count })}
        <IconChevronDown size={15} aria-hidden />
      </button>
      {all && <SightingStrip item={item} sightings={sightings} time={time} onChoose={onChoose} />}
      {all && sightings.length < count && (
        <p className={classes.note}>{t('readings.firstSightings', { count: sightings.length })}</p>
      )}
    </div>
  );
}
