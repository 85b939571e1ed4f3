import { useTranslation } from 'react-i18next';
import type { Item } from '@/lib/api/client';
import { isInPicture } from '../selection';
import { LabelCard } from './label-card';
import { VirtualRows } from './virtual-rows';

interface Props {
  items: Item[];
  selected: string | null;
  /** The moment of the frame that is shown, when something was read in it. */
  time: number | null;
  onChoose: (item: Item) => void;
}

export function Labels({ items, selected, time, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <VirtualRows
      label={t('review.tabs.labels')}
      role="list"
      count={items.length}
      estimate={100}
      follow={items.findIndex((item) => item.id === selected)}
      row={(index) => {
        const item = items[index];
        return (
          item && (
            <div role="listitem">
              <LabelCard
                item={item}
                selected={item.id === selected}
                inPicture={isInPicture(item, time)}
                onChoose={onChoose}
              />
            </div>
          )
        );
      }}
    />
  );
}
