import { useTranslation } from 'react-i18next';
import type { Detection, Item } from '@/lib/api/client';
import { isInPicture } from '../selection';
import type { Size } from '@/lib/size';
import type { Span } from '../spans';
import type { Twin } from '../twins';
import { LabelCard } from './label-card';
import { VirtualRows } from './virtual-rows';

interface Props {
  items: Item[];
  /** Of labels with the same text, by their ids. */
  twins: ReadonlyMap<string, Twin>;
  picture: Size | null;
  selected: string | null;
  /** The moment of the frame that is shown, when something was read in it. */
  time: number | null;
  /** Where the chosen label was seen; null while that is not known. */
  spans: readonly Span[] | null;
  onChoose: (item: Item) => void;
  onSighting: (sighting: Detection) => void;
}

export function Labels(props: Props) {
  const { items, twins, picture, selected, time, spans, onChoose, onSighting } = props;
  const { t } = useTranslation();
  return (
    <VirtualRows
      label={t('review.tabs.labels')}
      role="list"
      count={items.length}
      estimate={100}
      follow={items.findIndex((item) => item.id === selected)}
      grown={spans !== null}
      row={(index) => {
        const item = items[index];
        return (
          item && (
            <div role="listitem">
              <LabelCard
                item={item}
                twin={twins.get(item.id) ?? null}
                picture={picture}
                selected={item.id === selected}
                inPicture={isInPicture(item, time)}
                spans={item.id === selected ? spans : null}
                time={item.id === selected ? time : null}
                onChoose={onChoose}
                onSighting={onSighting}
              />
            </div>
          )
        );
      }}
    />
  );
}
