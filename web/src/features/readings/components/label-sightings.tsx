import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Detection } from '@/lib/api/client';
import { formatMoment } from '@/lib/format';
import type { Span } from '../spans';
import { TimeChip } from './time-chip';
import classes from './label-sightings.module.css';

/** So many stretches stand on the card as it is; the rest with all sightings. */
const SPANS_SHOWN = 8;
/** Players round. */
const SAME_MOMENT = 0.01;

interface Props {
  spans: readonly Span[];
  /** Frames in which the label was read; the server lists a thousand readings at most. */
  count: number;
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

/** The moments of one stretch, finer than its chip says them. */
function Moments({ span, time, onChoose }: { span: Span } & Pick<Props, 'time' | 'onChoose'>) {
  const { t } = useTranslation();
  return span.sightings.map((sighting) => {
    const moment = formatMoment(sighting.timestamp, 2);
    return (
      <button
        key={sighting.id}
        type="button"
        className={classes.moment}
        aria-label={t('readings.jumpTo', { time: moment })}
        aria-current={
          (time !== null && Math.abs(sighting.timestamp - time) < SAME_MOMENT) || undefined
        }
        onClick={() => onChoose(sighting)}
      >
        {moment}
      </button>
    );
  });
}

/** When a label was in the picture: each stretch, and on demand each single sighting. */
export function LabelSightings({ spans, count, time, onChoose }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const listed = spans.reduce((sum, span) => sum + span.sightings.length, 0);
  const shown = all ? spans : spans.slice(0, SPANS_SHOWN);
  const more = spans.length - shown.length;
  return (
    <div className={classes.root}>
      <ul className={classes.spans} aria-label={t('readings.seen')} data-all={all || undefined}>
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
            {all && span.sightings.length > 1 && (
              <Moments span={span} time={time} onChoose={onChoose} />
            )}
          </li>
        ))}
        {more > 0 && <li className={classes.more}>{t('readings.moreSpans', { count: more })}</li>}
      </ul>
      {(listed > spans.length || more > 0 || all) && (
        <button
          type="button"
          className={classes.all}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {t('readings.allSightings', { count: Math.max(count, listed) })}
          <IconChevronDown size={15} aria-hidden />
        </button>
      )}
      {all && listed < count && (
        <p className={classes.note}>{t('readings.firstSightings', { count: listed })}</p>
      )}
    </div>
  );
}
