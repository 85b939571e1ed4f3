import { useTranslation } from 'react-i18next';
import { confidenceLevel, type ConfidenceLevel } from '@/lib/confidence';
import { formatConfidence } from '@/lib/format';
import classes from './confidence-badge.module.css';

/** Each level has its own outline, so that it is told apart without colours. */
const SHAPES: Record<ConfidenceLevel, string> = {
  high: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z',
  medium: 'M6 1.2 11.2 10.6H.8z',
  low: 'M1.6 1.6h8.8v8.8H1.6z',
};

interface Props {
  confidence: number;
  /** Over a picture it needs a ground of its own. */
  solid?: boolean;
}

export function ConfidenceBadge({ confidence, solid = false }: Props) {
  const { t } = useTranslation();
  const level = confidenceLevel(confidence);
  return (
    <span className={classes.badge} data-level={level} data-solid={solid || undefined}>
      <svg viewBox="0 0 12 12" role="img" aria-label={t(`confidence.${level}`)}>
        <path d={SHAPES[level]} />
      </svg>
      {formatConfidence(confidence)}
    </span>
  );
}
