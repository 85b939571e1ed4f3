export type ConfidenceLevel = 'high' | 'medium' | 'low';

/** From 0.8 a reading is rarely wrong; below 0.5 it is hidden unless asked for. */
const HIGH_MIN = 0.8;
const MEDIUM_MIN = 0.5;

export function confidenceLevel(confidence: number): ConfidenceLevel {
  if (confidence >= HIGH_MIN) return 'high';
  return confidence >= MEDIUM_MIN ? 'medium' : 'low';
}
