/**
 * What stands on a label is written by anybody. Characters that move or hide text are made visible,
 * so that a reading looks like what it is and cannot rearrange the page around it.
 */
const C0_PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(C0_PICTURES + code);
  if (code === 0x7f) return DELETE_PICTURE;
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

export function visible(text: string): string {
  return text.replace(INVISIBLE, picture);
}
