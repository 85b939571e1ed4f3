const WINDOW_MS = 4_000;

/** Bytes per second over the last few seconds, from what was sent when. */
export function createSpeedometer() {
  const samples: { at: number; sent: number }[] = [];
  return (sent: number, now: number): number => {
    samples.push({ at: now, sent });
    while (samples.length > 2 && now - (samples[0]?.at ?? now) > WINDOW_MS) samples.shift();
    const first = samples[0] ?? { at: now, sent };
    const milliseconds = now - first.at;
    return milliseconds > 0 ? ((sent - first.sent) / milliseconds) * 1000 : 0;
  };
}
