import type { Item } from '@/lib/api/client';

/** What a label says, as people write it; of a GS1 code without its separators. */
export const textOf = ({ readable, text }: Pick<Item, 'readable' | 'text'>) => readable ?? text;

/** From here on a character is as good as sure. */
const SURE_MIN = 0.9;

export interface Character {
  text: string;
  confidence: number;
  doubtful: boolean;
}

/** The characters of a text, each with how sure it is; none where they are not those of the text. Nobody misses a space. */
export function charactersOf({ text, characters }: Pick<Item, 'text' | 'characters'>): Character[] {
  if (characters.map((one) => one.text).join('') !== text) return [];
  return characters.map((one) => ({
    ...one,
    doubtful: one.confidence < SURE_MIN && one.text.trim() !== '',
  }));
}
