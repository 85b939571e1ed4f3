import { IconBarcode } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfidenceBadge } from '@/components/confidence-badge';
import { ReadingText } from '@/components/reading-text';
import type { Detection } from '@/lib/api/client';
import { formatMoment, formatNumber } from '@/lib/format';
import classes from './readings-table.module.css';

interface Props {
  detection: Detection;
  index: number;
  selected: boolean;
  inPicture: boolean;
  onChoose: (detection: Detection) => void;
}

export const ReadingRow = memo(function ReadingRow(props: Props) {
  const { detection, index, selected, inPicture, onChoose } = props;
  const { t } = useTranslation();
  return (
    <div
      className={classes.row}
      role="row"
      aria-rowindex={index + 2}
      data-row
      data-selected={selected || undefined}
      data-in-picture={inPicture || undefined}
    >
      <span role="cell">
        <button
          type="button"
          className={classes.jump}
          aria-label={t('readings.jumpTo', { time: formatMoment(detection.timestamp) })}
          aria-current={selected || undefined}
          onClick={() => onChoose(detection)}
        >
          {formatMoment(detection.timestamp)}
        </button>
      </span>
      <span role="cell" className={classes.text}>
        {detection.kind === 'barcode' && (
          <IconBarcode
            size={16}
            role="img"
            aria-label={t('readings.barcode', { format: detection.format })}
          />
        )}
        <ReadingText text={detection.text} size="sm" />
      </span>
      <span role="cell">
        <ConfidenceBadge confidence={detection.confidence} />
      </span>
      <span role="cell" className={classes.wide}>
        {formatNumber(detection.frame_number)}
      </span>
      <span role="cell" className={classes.wide}>
        {t(`readings.sources.${detection.source}`)}
      </span>
    </div>
  );
});
