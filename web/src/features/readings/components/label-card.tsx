import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ReadingText } from '@/components/reading-text';
import { itemCropUrl } from '@/lib/api/addresses';
import type { Detection, Item } from '@/lib/api/client';
import { visible } from '@/lib/safe-text';
import { elementsOf } from '../gs1';
import { textOf } from '@/lib/item-text';
import type { Size } from '@/lib/size';
import type { Span } from '../spans';
import type { Twin } from '../twins';
import { Crop } from './crop';
import { Gs1Elements } from './gs1-elements';
import { LabelFacts } from './label-facts';
import { LabelSightings } from './label-sightings';
import { DoubtfulCharacters, LabelText } from './label-text';
import { RawText } from './raw-text';
import classes from './label-card.module.css';

interface Props {
  item: Item;
  /** Where there are others with the same text. */
  twin: Twin | null;
  /** Size of the video's picture, once that is known. */
  picture: Size | null;
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

function CopyText({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('common.copied') : t('readings.copyText')}>
          <ActionIcon
            className={classes.copy}
            variant="subtle"
            color="gray"
            aria-label={t('readings.copyTextOf', { text: visible(text) })}
            onClick={copy}
          >
            {copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** One real label: the best picture of it, its text, how sure, where it was seen. */
export const LabelCard = memo(function LabelCard(props: Props) {
  const { item, twin, picture, selected, inPicture, spans, time, onChoose, onSighting } = props;
  const elements = elementsOf(item);
  return (
    <article
      className={classes.card}
      data-selected={selected || undefined}
      data-in-picture={inPicture || undefined}
    >
      <div className={classes.picture}>
        <Crop src={itemCropUrl(item.id)} text={visible(textOf(item))} />
      </div>
      <div className={classes.body}>
        <button
          type="button"
          className={classes.text}
          aria-pressed={selected}
          onClick={() => onChoose(item)}
        >
          <LabelText item={item} marked={selected} />
        </button>
        {selected && <DoubtfulCharacters item={item} />}
        <Alternatives texts={item.alternatives} />
      </div>
      <CopyText text={textOf(item)} />
      <LabelFacts item={item} twin={twin} picture={picture} withTimes={!spans} />
      {elements.length > 0 && (
        <div className={classes.elements}>
          <Gs1Elements elements={elements} />
          {selected && <RawText item={item} />}
        </div>
      )}
      {spans && <LabelSightings item={item} spans={spans} time={time} onChoose={onSighting} />}
    </article>
  );
});
