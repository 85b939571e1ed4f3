import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconSquareDashed,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/lib/format';
import { useStore } from '@/lib/store';
import type { Playhead } from '../playhead';
import classes from './controls.module.css';

interface ButtonProps {
  label: string;
  shortcut?: string;
  pressed?: boolean;
  onClick: () => void;
  children: ReactNode;
}

function ControlButton({ label, shortcut, pressed, onClick, children }: ButtonProps) {
  return (
    <Tooltip label={shortcut ? `${label} (${shortcut})` : label}>
      <ActionIcon
        className={classes.button}
        variant="subtle"
        color="gray"
        aria-label={label}
        aria-pressed={pressed}
        data-pressed={pressed || undefined}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

interface Props {
  playhead: Playhead;
  boxes: boolean;
  onBoxes: (shown: boolean) => void;
  onPrevious: () => void;
  onNext: () => void;
}

export function Controls({ playhead, boxes, onBoxes, onPrevious, onNext }: Props) {
  const { t } = useTranslation();
  const { playing, time, duration } = useStore(playhead.state, (state) => state);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('player.controls')}>
      <ControlButton label={t('player.previous')} shortcut="K" onClick={onPrevious}>
        <IconPlayerSkipBack size={18} />
      </ControlButton>
      <ControlButton label={t('player.stepBack')} shortcut="←" onClick={() => playhead.step(-1)}>
        <IconChevronLeft size={20} />
      </ControlButton>
      <ControlButton
        label={playing ? t('player.pause') : t('player.play')}
        shortcut={t('keys.space')}
        onClick={playhead.toggle}
      >
        {playing ? <IconPlayerPauseFilled size={22} /> : <IconPlayerPlayFilled size={22} />}
      </ControlButton>
      <ControlButton label={t('player.stepOn')} shortcut="→" onClick={() => playhead.step(1)}>
        <IconChevronRight size={20} />
      </ControlButton>
      <ControlButton label={t('player.next')} shortcut="J" onClick={onNext}>
        <IconPlayerSkipForward size={18} />
      </ControlButton>
      <span className={classes.time} data-time={time}>
        {formatMoment(time, 2)} <span>/ {formatMoment(duration)}</span>
      </span>
      <ControlButton
        label={boxes ? t('player.hideBoxes') : t('player.showBoxes')}
        pressed={boxes}
        onClick={() => onBoxes(!boxes)}
      >
        <IconSquareDashed size={20} />
      </ControlButton>
    </div>
  );
}
