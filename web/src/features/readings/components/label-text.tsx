import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { ReadingText } from '@/components/reading-text';
import type { Item } from '@/lib/api/client';
import { formatConfidence } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import { charactersOf, textOf } from '@/lib/item-text';
import classes from './label-text.module.css';

const ELEMENT_START = /(?=\(\d{2,4}\))/;

/** A line of a GS1 code ends before an element where it can. */
function Elements({ text }: { text: string }) {
  return text.split(ELEMENT_START).map((element, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {visible(element)}
    </Fragment>
  ));
}

/** So many characters are named; where more are in doubt, the whole text is. */
const NAMED_MAX = 6;

/** What a label says; of the chosen one the characters that its readings do not agree on are marked. */
export function LabelText({ item, marked }: { item: Item; marked: boolean }) {
  const { t } = useTranslation();
  const text = textOf(item);
  // What a GS1 code says stands below in words: the code itself steps back.
  const size = item.elements.length > 0 ? 'md' : 'lg';
  if (item.readable !== null) {
    return (
      <ReadingText text={text} size={size}>
        <Elements text={text} />
      </ReadingText>
    );
  }
  const characters = marked ? charactersOf(item) : [];
  if (!characters.some(({ doubtful }) => doubtful)) return <ReadingText text={text} size={size} />;
  return (
    <ReadingText text={text} size={size}>
      {characters.map(({ text: character, confidence, doubtful }, index) =>
        doubtful ? (
          <span
            key={index}
            className={classes.doubtful}
            title={t('readings.characterSure', { share: formatConfidence(confidence) })}
          >
            {visible(character)}
          </span>
        ) : (
          visible(character)
        ),
      )}
    </ReadingText>
  );
}

/** The same marks in words, as a finger has nothing to point with. */
export function DoubtfulCharacters({ item }: { item: Item }) {
  const { t } = useTranslation();
  const doubtful = charactersOf(item).filter((one) => one.doubtful);
  if (doubtful.length === 0 || doubtful.length > NAMED_MAX) return null;
  return (
    <div className={classes.note}>
      {t('readings.doubtful')}{' '}
      {doubtful.map(({ text, confidence }, index) => (
        <span key={index} className={classes.named}>
          <ReadingText text={text} size="sm" /> {formatConfidence(confidence)}
        </span>
      ))}
    </div>
  );
}
