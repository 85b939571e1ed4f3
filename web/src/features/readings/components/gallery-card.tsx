import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfidenceBadge } from '@/components/confidence-badge';
import { ReadingText } from '@/components/reading-text';
import { detectionCropUrl } from '@/lib/api/addresses';
import type { Detection } from '@/lib/api/client';
import { formatMoment, formatNumber } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import type { Group } from '../grouping';
import { Crop } from './crop';
import classes from './gallery.module.css';

interface Props {
  group: Group;
  selected: boolean;
  inPicture: boolean;
  onChoose: (detection: Detection) => void;
}

export const GalleryCard = memo(function GalleryCard({
  group,
  selected,
  inPicture,
  onChoose,
}: Props) {
  const { t } = useTranslation();
  const { best, count } = group;
  return (
    <button
      type="button"
      className={classes.card}
      data-selected={selected || undefined}
      data-in-picture={inPicture || undefined}
      aria-pressed={selected}
      onClick={() => onChoose(best)}
    >
      <span className={classes.picture}>
        <Crop src={best.has_frame ? detectionCropUrl(best.id) : null} text={visible(best.text)} />
        {count > 1 && (
          <span className={classes.count} title={t('readings.timesSeen', { count })}>
            ×{formatNumber(count)}
          </span>
        )}
      </span>
      <span className={classes.words}>
        <ReadingText text={best.text} />
        <span className={classes.facts}>
          <ConfidenceBadge confidence={best.confidence} />
          <span className={classes.moment}>{formatMoment(group.firstSeen)}</span>
        </span>
      </span>
    </button>
  );
});
