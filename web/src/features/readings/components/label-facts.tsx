import { IconAlertTriangle, IconBarcode, IconChecks, IconTags } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ConfidenceBadge } from '@/components/confidence-badge';
import type { Item } from '@/lib/api/client';
import { formatMoment } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import type { Size } from '@/lib/size';
import type { Twin } from '../twins';
import { PlaceMark } from './place-mark';
import classes from './label-card.module.css';

interface Props {
  item: Item;
  /** Where there are others with the same text. */
  twin: Twin | null;
  picture: Size | null;
  /** Whether to say when and how often it was seen; the chosen label shows that. */
  withTimes: boolean;
}

/** Which of the labels with the same text it is, and where. */
function Sameness({ item, twin, picture }: Omit<Props, 'withTimes'>) {
  const { t } = useTranslation();
  if (!item.same_text) return null;
  const { number, count, side } = twin ?? { number: 1, count: 1, side: null };
  return (
    <span className={classes.fact}>
      {picture ? (
        <PlaceMark quad={item.best.quad} picture={picture} />
      ) : (
        <IconTags size={15} aria-hidden />
      )}
      {count > 1 ? t('readings.twin', { number, count }) : t('readings.sameText')}
      {side && `, ${t(`readings.sides.${side}`)}`}
    </span>
  );
}

/** How sure a label is, what speaks for its text, and when it was seen. */
export function LabelFacts({ item, twin, picture, withTimes }: Props) {
  const { t } = useTranslation();
  const seen =
    item.first_seen === item.last_seen
      ? formatMoment(item.first_seen)
      : `${formatMoment(item.first_seen)} – ${formatMoment(item.last_seen)}`;
  return (
    <div className={classes.facts}>
      <ConfidenceBadge confidence={item.confidence} />
      {item.kind === 'barcode' && (
        <span className={classes.fact}>
          <IconBarcode size={15} aria-hidden /> {item.format}
        </span>
      )}
      {item.printed_text !== null && item.print_agrees === false && (
        <span className={classes.warning}>
          <IconAlertTriangle size={15} aria-hidden />{' '}
          {t('readings.textDisagrees', { text: visible(item.printed_text) })}
        </span>
      )}
      {item.printed_text !== null && item.print_agrees !== false && (
        <span className={classes.proof} title={visible(item.printed_text)}>
          <IconChecks size={15} aria-hidden /> {t('readings.textAgrees')}
        </span>
      )}
      {item.kind === 'text' && item.votes < item.readings && (
        <span className={classes.fact}>
          {t('readings.votes', { votes: item.votes, count: item.readings })}
        </span>
      )}
      {withTimes && (
        <>
          <span className={classes.fact}>
            {t('readings.timesSeen', { count: item.sightings_count })}
          </span>
          <span className={classes.fact}>{seen}</span>
        </>
      )}
      <Sameness item={item} twin={twin} picture={picture} />
    </div>
  );
}
