import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconBarcode, IconCheck, IconChecks, IconCopy, IconTags } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfidenceBadge } from '@/components/confidence-badge';
import { ReadingText } from '@/components/reading-text';
import { itemCropUrl } from '@/lib/api/addresses';
import type { Detection, Item } from '@/lib/api/client';
import { formatMoment } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import { elementsOf } from '../gs1';
import type { Span } from '../spans';
import { Crop } from './crop';
import { Gs1Elements } from './gs1-elements';
import { LabelSightings } from './label-sightings';
import classes from './label-card.module.css';

interface Props {
  item: Item;
  selected: boolean;
  inPicture: boolean;
  /** Of the chosen label: where it was seen, once that is known, and the moment that is shown. */
  spans: readonly Span[] | null;
  time: number | null;
  onChoose: (item: Item) => void;
  onSighting: (sighting: Detection) => void;
}

function Alternatives({ texts }: { texts: string[] }) {
  const { t } = useTranslation();
  if (texts.length === 0) return null;
  return (
    <div className={classes.alternatives}>
      {t('readings.alsoReadAs')}{' '}
      {texts.map((text) => (
        <span key={text} className={classes.alternative}>
          <ReadingText text={text} size="sm" />
        </span>
      ))}
    </div>
  );
}

/** What speaks for the text: readings that agree, the print beside a code, another label like it. */
function Proof({ item }: { item: Item }) {
  const { t } = useTranslation();
  return (
    <>
      {item.printed_text !== null && (
        <span className={classes.proof} title={visible(item.printed_text)}>
          <IconChecks size={15} aria-hidden /> {t('readings.textAgrees')}
        </span>
      )}
      {item.kind === 'text' && item.sightings_count > 1 && (
        <span className={classes.fact}>
          {t('readings.votes', { votes: item.votes, count: item.readings })}
        </span>
      )}
      {item.same_text && (
        <span className={classes.fact}>
          <IconTags size={15} aria-hidden /> {t('readings.sameText')}
        </span>
      )}
    </>
  );
}

/** One real label: the best picture of it, its text, how sure, where it was seen. */
export const LabelCard = memo(function LabelCard(props: Props) {
  const { item, selected, inPicture, spans, time, onChoose, onSighting } = props;
  const { t } = useTranslation();
  const elements = elementsOf(item);
  const seen =
    item.first_seen === item.last_seen
      ? formatMoment(item.first_seen)
      : `${formatMoment(item.first_seen)} – ${formatMoment(item.last_seen)}`;
  return (
    <article
      className={classes.card}
      data-selected={selected || undefined}
      data-in-picture={inPicture || undefined}
    >
      <div className={classes.picture}>
        <Crop src={itemCropUrl(item.id)} text={visible(item.text)} />
      </div>
      <div className={classes.body}>
        <button
          type="button"
          className={classes.text}
          aria-pressed={selected}
          onClick={() => onChoose(item)}
        >
          {/* What a GS1 code says stands below in words: the code itself steps back. */}
          <ReadingText text={item.text} size={item.elements.length > 0 ? 'md' : 'lg'} />
        </button>
        <Alternatives texts={item.alternatives} />
      </div>
      <CopyButton value={item.text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('common.copied') : t('readings.copyText')}>
            <ActionIcon
              className={classes.copy}
              variant="subtle"
              color="gray"
              aria-label={t('readings.copyTextOf', { text: visible(item.text) })}
              onClick={copy}
            >
              {copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
      <div className={classes.facts}>
        <ConfidenceBadge confidence={item.confidence} />
        {item.kind === 'barcode' && (
          <span className={classes.fact}>
            <IconBarcode size={15} aria-hidden /> {item.format}
          </span>
        )}
        <Proof item={item} />
        {!spans && (item.kind === 'barcode' || item.sightings_count === 1) && (
          <span className={classes.fact}>
            {t('readings.timesSeen', { count: item.sightings_count })}
          </span>
        )}
        {!spans && <span className={classes.fact}>{seen}</span>}
      </div>
      {elements.length > 0 && (
        <div className={classes.elements}>
          <Gs1Elements elements={elements} />
        </div>
      )}
      {spans && (
        <LabelSightings
          spans={spans}
          count={item.sightings_count}
          time={time}
          onChoose={onSighting}
        />
      )}
    </article>
  );
});
