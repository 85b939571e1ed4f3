import { useMediaQuery } from '@mantine/hooks';
import { Loader, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '@/components/error-note';
import { FilterBar } from '@/features/readings/components/filter-bar';
import { Gallery } from '@/features/readings/components/gallery';
import { LabelSearch } from '@/features/readings/components/label-search';
import { Labels } from '@/features/readings/components/labels';
import { NoLabels } from '@/features/readings/components/no-labels';
import { NoMatch } from '@/features/readings/components/no-match';
import { NoReadings } from '@/features/readings/components/no-readings';
import { PerRow } from '@/features/readings/components/per-row';
import { ReadingCount } from '@/features/readings/components/reading-count';
import { ReadingsTable } from '@/features/readings/components/readings-table';
import { UnreadSection } from '@/features/readings/components/unread-section';
import type { Size } from '@/lib/size';
import { formatNumber } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import type { ReviewState } from './use-review';
import classes from './review.module.css';

const PER_ROW_WIDE = 3;
const PER_ROW_NARROW = 2;

function LabelsTab({ review, picture }: { review: ReviewState; picture: Size | null }) {
  const { t } = useTranslation();
  const { foundItems: found, filter } = review;
  const search = (q: string) => review.changeFilter({ q });
  if (review.items.length === 0 && !found.isLoading && !found.error) {
    return <NoLabels job={review.job} onGallery={() => review.change({ tab: 'gallery' })} />;
  }
  return (
    <>
      {review.items.length > 0 && <LabelSearch q={filter.q} found={found} onSearch={search} />}
      {found.isLoading && <Loader m="xl" />}
      {found.error && <ErrorNote error={found.error} reference={review.job.id} />}
      {found.items.length > 0 && (
        <Labels
          items={found.items}
          twins={review.twins}
          picture={picture}
          selected={review.item?.id ?? null}
          time={review.currentTime}
          spans={review.spans}
          onChoose={review.chooseItem}
          onSighting={review.chooseSighting}
        />
      )}
      {found.items.length === 0 && !found.isLoading && !found.error && (
        <NoMatch
          title={t('readings.noLabelMatch', { q: visible(filter.q) })}
          onClear={() => search('')}
        />
      )}
    </>
  );
}

function ReadingsTab({ review }: { review: ReviewState }) {
  const narrow = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const { found, filter, groups, selected, current, tab } = review;
  const perRow = review.perRow ?? (narrow ? PER_ROW_NARROW : PER_ROW_WIDE);
  const gallery = tab === 'gallery';
  const shared = { current, onChoose: review.chooseReading, onNearEnd: found.loadMore };
  const empty = found.rows.length === 0;
  return (
    <>
      {review.job.detections_count > 0 && (
        <FilterBar filter={filter} onChange={review.changeFilter}>
          {gallery && <PerRow value={perRow} onChange={(row) => review.change({ row })} />}
        </FilterBar>
      )}
      {!empty && (
        <ReadingCount
          readings={found}
          groups={gallery ? groups.length : null}
          filter={filter}
          onFilter={review.changeFilter}
        />
      )}
      {found.isLoading && <Loader m="xl" />}
      {found.error && <ErrorNote error={found.error} reference={review.job.id} />}
      {empty && !found.isLoading && !found.error && (
        <NoReadings
          job={review.job}
          readings={found}
          filter={filter}
          onFilter={review.changeFilter}
        />
      )}
      {!empty && gallery && (
        <Gallery groups={groups} perRow={perRow} selected={selected} {...shared} />
      )}
      {!empty && !gallery && (
        <ReadingsTable rows={found.rows} selected={selected?.id ?? null} {...shared} />
      )}
    </>
  );
}

/** What was read: as labels, as pictures, or one by one. */
export function ReviewPanel({ review, picture }: { review: ReviewState; picture: Size | null }) {
  const { t } = useTranslation();
  const { job, items, tab } = review;
  const count = (value: number) => (value > 0 ? ` ${formatNumber(value)}` : '');
  return (
    <section className={classes.panel} aria-label={t('review.panel')}>
      <div className={classes.tabs}>
        <SegmentedControl
          fullWidth
          aria-label={t('review.panel')}
          value={tab}
          onChange={(value) => review.change({ tab: value })}
          data={[
            { value: 'labels', label: t('review.tabs.labels') + count(items.length) },
            { value: 'gallery', label: t('review.tabs.gallery') },
            {
              value: 'readings',
              label: t('review.tabs.readings') + count(job.detections_count),
            },
          ]}
        />
      </div>
      {tab === 'labels' ? (
        <LabelsTab review={review} picture={picture} />
      ) : (
        <ReadingsTab review={review} />
      )}
      {(tab === 'labels' || items.length === 0) && (
        <UnreadSection
          unread={review.unread}
          final={!review.running}
          onJump={review.playhead.seek}
        />
      )}
    </section>
  );
}
