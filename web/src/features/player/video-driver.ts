import type { Driver, Playhead } from './playhead';

/** Before two frames were seen, 30 a second is the likeliest. */
const FRAME_SECONDS_DEFAULT = 1 / 30;
/** A little into the frame, so that rounding does not show the one before. */
const INTO_FRAME = 0.001;

/** Drives a <video> and reports where it is, frame by frame where the browser tells. */
export function createVideoDriver(
  video: HTMLVideoElement,
  playhead: Playhead,
): Driver & { stop: () => void } {
  const stopped = new AbortController();
  let frameSeconds = FRAME_SECONDS_DEFAULT;
  let lastMediaTime = -1;
  let request = 0;
  let started = false;

  const duration = () => (Number.isFinite(video.duration) ? video.duration : 0);
  const report = (time: number) =>
    playhead.report({ time, duration: duration(), playing: !video.paused });

  const onFrame: VideoFrameRequestCallback = (_now, { mediaTime }) => {
    const gap = mediaTime - lastMediaTime;
    if (!video.paused && gap > 0.004 && gap < frameSeconds * 1.5) frameSeconds = gap;
    lastMediaTime = mediaTime;
    // The first picture comes before the seek to where a link points.
    if (!video.seeking && started) report(mediaTime);
    request = video.requestVideoFrameCallback(onFrame);
  };
  if ('requestVideoFrameCallback' in video) request = video.requestVideoFrameCallback(onFrame);

  const listen = (name: string, handle: () => void) =>
    video.addEventListener(name, handle, { signal: stopped.signal });
  listen('loadedmetadata', () => {
    const { time } = playhead.state.get();
    started = true;
    if (time > 0) video.currentTime = time + INTO_FRAME;
    report(time);
  });
  listen('durationchange', () => playhead.report({ duration: duration() }));
  for (const name of ['play', 'pause', 'ended']) {
    listen(name, () => report(video.paused ? video.currentTime : playhead.state.get().time));
  }
  listen('timeupdate', () => {
    if (!('requestVideoFrameCallback' in video)) report((video as HTMLVideoElement).currentTime);
  });

  const seek = (time: number) => {
    if (video.readyState > 0) video.currentTime = time + INTO_FRAME;
  };
  return {
    seek,
    // The browser may refuse, and a seek may interrupt it: the state that is reported says so.
    play: () => void video.play().catch(() => report(video.currentTime)),
    pause: () => video.pause(),
    step: (direction) => {
      const last = Math.max(0, (video.duration || 0) - frameSeconds);
      const time = Math.min(
        Math.max(0, playhead.state.get().time + direction * frameSeconds),
        last,
      );
      playhead.report({ time });
      seek(time);
    },
    stop: () => {
      stopped.abort();
      if (request) video.cancelVideoFrameCallback(request);
    },
  };
}
