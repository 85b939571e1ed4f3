import classes from './time-chip.module.css';

/** A time in the video; a press jumps there. `name` says it to those who cannot see it. */
export function TimeChip(props: {
  time: string;
  name: string;
  current?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      className={classes.chip}
      aria-label={props.name}
      aria-current={props.current || undefined}
      onClick={props.onClick}
    >
      {props.time}
    </button>
  );
}
