import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Detection } from '@/lib/api/client';
import { groupKey, type Group } from '../grouping';
import { GalleryCard } from './gallery-card';
import { VirtualRows } from './virtual-rows';
import classes from './gallery.module.css';

interface Props {
  groups: Group[];
  perRow: number;
  selected: Detection | null;
  /** What is in the picture now. */
  current: readonly Detection[];
  onChoose: (detection: Detection) => void;
  onNearEnd: () => void;
}

/** The pictures of what was read, one card per text; fills while the job runs. */
export function Gallery({ groups, perRow, selected, current, onChoose, onNearEnd }: Props) {
  const { t } = useTranslation();
  const inPicture = useMemo(() => new Set(current.map(groupKey)), [current]);
  const selectedKey = selected && groupKey(selected);
  const follow = groups.findIndex((group) => group.key === selectedKey);
  return (
    <VirtualRows
      label={t('review.tabs.gallery')}
      role="list"
      count={Math.ceil(groups.length / perRow)}
      estimate={170}
      follow={follow < 0 ? -1 : Math.floor(follow / perRow)}
      onNearEnd={onNearEnd}
      row={(index) => (
        <div
          className={classes.row}
          role="listitem"
          style={{ gridTemplateColumns: `repeat(${perRow}, minmax(0, 1fr))` }}
        >
          {groups.slice(index * perRow, (index + 1) * perRow).map((group) => (
            <GalleryCard
              key={group.key}
              group={group}
              selected={group.key === selectedKey}
              inPicture={inPicture.has(group.key)}
              onChoose={onChoose}
            />
          ))}
        </div>
      )}
    />
  );
}
