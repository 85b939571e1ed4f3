import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconEyeOff } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/lib/format';
import { adviceFor, formatStretch, type UnreadParts } from '../unread';
import { unreadNames } from '../unread-names';
import { TimeChip } from './time-chip';
import classes from './unread-section.module.css';

const SHOWN = 5;
/** More than anybody goes through one by one; the timeline shows where the others are. */
const LISTED_MAX = 500;

interface ListProps<T> {
  all: readonly T[];
  onJump: (time: number) => void;
}

interface Props {
  unread: UnreadParts;
  /** Whether the whole video was read, so that another recording can be advised. */
  final: boolean;
  onJump: (time: number) => void;
}

/** The first few of a list, and all of it on demand. */
function useFirst<T>(all: readonly T[]) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const shown = all.slice(0, whole ? LISTED_MAX : SHOWN);
  return {
    shown,
    more: all.length > SHOWN && (
      <li>
        <button
          type="button"
          className={classes.all}
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
        >
          {whole ? t('unread.fewer') : t('unread.all', { count: all.length })}
        </button>
        {whole && all.length > LISTED_MAX && (
          <span className={classes.note}>{t('unread.first', { count: LISTED_MAX })}</span>
        )}
      </li>
    ),
  };
}

function Stretches({ all, onJump }: ListProps<UnreadParts['stretches'][number]>) {
  const { t } = useTranslation();
  const { shown, more } = useFirst(all);
  return (
    <ul className={classes.stretches} aria-label={t('unread.stretches')}>
      {shown.map((stretch) => (
        <li key={stretch.from}>
          <button type="button" className={classes.stretch} onClick={() => onJump(stretch.from)}>
            <span className={classes.pattern} data-reason={stretch.reason} aria-hidden />
            {t(`unread.reasons.${stretch.reason}`)}{' '}
            <span className={classes.time}>{formatStretch(stretch)}</span>
          </button>
        </li>
      ))}
      {more}
    </ul>
  );
}

function Places({ all, onJump }: ListProps<UnreadParts['places'][number]>) {
  const { t } = useTranslation();
  const names = unreadNames(t);
  const { shown, more } = useFirst(all);
  const title = useId();
  return (
    <div className={classes.places}>
      <span id={title} className={classes.what}>
        <span className={classes.mark} aria-hidden />
        {t('unread.places')}
      </span>
      <ul className={classes.chips} aria-labelledby={title}>
        {shown.map((place, index) => (
          // Several may be of one moment.
          <li key={index}>
            <TimeChip
              time={formatMoment(place.time)}
              name={names.ofPlace(place)}
              onClick={() => onJump(place.time)}
            />
          </li>
        ))}
        {more}
      </ul>
    </div>
  );
}

/** What the video shows and nobody could read, so that a result never looks whole that is not. */
export function UnreadSection({ unread, final, onJump }: Props) {
  const { t } = useTranslation();
  const small = useMediaQuery('(max-width: 767px), (max-height: 500px)', false, {
    getInitialValueInEffect: false,
  });
  const [toggled, setToggled] = useState<boolean | null>(null);
  const open = toggled ?? !small;
  const { stretches, places } = unread;
  if (stretches.length === 0 && places.length === 0) return null;
  const counts = [
    stretches.length > 0 && t('unread.countStretches', { count: stretches.length }),
    places.length > 0 && t('unread.countPlaces', { count: places.length }),
  ].filter(Boolean);
  return (
    <section className={classes.root} aria-label={t('unread.title')}>
      <button
        type="button"
        className={classes.head}
        aria-expanded={open}
        onClick={() => setToggled(!open)}
      >
        <IconEyeOff size={17} aria-hidden />
        <span className={classes.title}>{t('unread.title')}</span>{' '}
        <span className={classes.count}>{counts.join(' · ')}</span>
        <IconChevronDown className={classes.chevron} size={16} aria-hidden />
      </button>
      {open && (
        <div className={classes.body}>
          {stretches.length > 0 && <Stretches all={stretches} onJump={onJump} />}
          {places.length > 0 && <Places all={places} onJump={onJump} />}
          {final && <p className={classes.advice}>{t(`unread.advice.${adviceFor(unread)}`)}</p>}
        </div>
      )}
    </section>
  );
}
