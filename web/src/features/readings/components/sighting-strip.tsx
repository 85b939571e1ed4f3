import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReadingText } from '@/components/reading-text';
import { detectionCropUrl } from '@/lib/api/addresses';
import type { Detection, Item } from '@/lib/api/client';
import { formatMoment } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import { readOtherwise } from '../spans';
import { Crop } from './crop';
import classes from './sighting-strip.module.css';

/** So many pictures stand there at first. */
const SHOWN = 12;
/** Players round. */
const SAME_MOMENT = 0.01;

interface Props {
  item: Item;
  sightings: readonly Detection[];
  time: number | null;
  onChoose: (sighting: Detection) => void;
}

function Sighting({
  item,
  sighting,
  current,
  onChoose,
}: {
  item: Item;
  sighting: Detection;
  current: boolean;
  onChoose: (sighting: Detection) => void;
}) {
  const { t } = useTranslation();
  const moment = formatMoment(sighting.timestamp, 2);
  const carried = sighting.source === 'carried';
  const otherwise = readOtherwise(sighting, item);
  return (
    <li>
      <button
        type="button"
        className={classes.sighting}
        data-carried={carried || undefined}
        title={carried ? t('readings.notReadAgain') : undefined}
        aria-label={[
          t('readings.jumpTo', { time: moment }),
          ...(otherwise ? [t('readings.readAs', { text: visible(sighting.text) })] : []),
          ...(carried ? [t('readings.notReadAgain')] : []),
        ].join(', ')}
        aria-current={current || undefined}
        onClick={() => onChoose(sighting)}
      >
        <span className={classes.picture}>
          <Crop
            src={sighting.has_frame ? detectionCropUrl(sighting.id) : null}
            text={visible(sighting.text)}
          />
        </span>
        <span className={classes.moment}>{moment}</span>
        {otherwise && (
          <span className={classes.text}>
            <ReadingText text={sighting.text} size="sm" />
          </span>
        )}
      </button>
    </li>
  );
}

/** A picture of each time that a label was seen, as it was seen then. */
export function SightingStrip({ item, sightings, time, onChoose }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? sightings : sightings.slice(0, SHOWN);
  return (
    <>
      <ul className={classes.strip} aria-label={t('readings.pictures')}>
        {shown.map((sighting) => (
          <Sighting
            key={sighting.id}
            item={item}
            sighting={sighting}
            current={time !== null && Math.abs(sighting.timestamp - time) < SAME_MOMENT}
            onChoose={onChoose}
          />
        ))}
      </ul>
      {shown.length < sightings.length && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          {t('readings.showAllPictures', { count: sightings.length })}
        </button>
      )}
    </>
  );
}
