import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/lib/api/client';
import { formatDay, formatNumber } from '@/lib/format';
import classes from './statistics.module.css';

const DAYS = 30;
const DAY_MS = 86_400_000;

type Day = Schemas['Stats']['days'][number];

/** The last 30 days without gaps: a day without a scan is a day, too. */
function lastDays(days: Day[]): Day[] {
  const known = new Map(days.map((day) => [day.day, day]));
  const last = Math.max(Date.now(), ...days.map((day) => Date.parse(day.day)));
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(last - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, jobs: 0, detections: 0 };
  });
}

export function DayChart({ days }: { days: Day[] }) {
  const { t } = useTranslation();
  const all = lastDays(days);
  const most = Math.max(...all.map((day) => day.jobs), 1);
  return (
    <figure className={classes.chart}>
      <div className={classes.scale} aria-hidden>
        <span>{formatNumber(most)}</span>
        <span>0</span>
      </div>
      <svg
        viewBox={`0 0 ${DAYS} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('statistics.perDay')}
      >
        {all.map((day, index) => {
          const height = Math.max((day.jobs / most) * 100, day.jobs > 0 ? 3 : 0.8);
          return (
            <g key={day.day}>
              <rect x={index} width={1} y={0} height={100} className={classes.column}>
                <title>
                  {t('statistics.day', {
                    day: formatDay(day.day),
                    jobs: formatNumber(day.jobs),
                    readings: formatNumber(day.detections),
                  })}
                </title>
              </rect>
              <rect
                x={index + 0.14}
                width={0.72}
                y={100 - height}
                height={height}
                className={classes.day}
                data-empty={day.jobs === 0 || undefined}
              />
            </g>
          );
        })}
      </svg>
      <figcaption className={classes.axis}>
        <span>{formatDay(all[0]?.day ?? '')}</span>
        <span>{formatDay(all.at(-1)?.day ?? '')}</span>
      </figcaption>
    </figure>
  );
}
