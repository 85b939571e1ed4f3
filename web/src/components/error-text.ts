import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import en from '@/locales/en.json';
import { visible } from '@/lib/safe-text';

type Known = Exclude<keyof typeof en.errors, 'pageBroke' | 'details'>;

/** Codes that say and ask the same. */
const SAME_TEXT: Record<string, Known> = {
  file_unreadable: 'storage_failed',
  output_unwritable: 'storage_failed',
  disk_full: 'storage_full',
  decoder_timeout: 'decoder_crashed',
  decoder_out_of_memory: 'decoder_crashed',
  protocol_violation: 'decoder_crashed',
  poison: 'decoder_crashed',
  worker_stalled: 'decoder_crashed',
  lease_lost: 'decoder_crashed',
  model_mismatch: 'model_missing',
  device_missing: 'model_missing',
  decoder_unavailable: 'model_missing',
  inference_failed: 'model_missing',
  store_failed: 'store_unavailable',
  queue_unavailable: 'store_unavailable',
  path_outside: 'file_not_found',
  usage: 'bad_request',
  method_not_allowed: 'bad_request',
  timeout: 'unreachable',
  internal_error: 'unexpected',
};

/** What the surroundings caused and may be gone by now; all else would end the same way again. */
const MENDED_BY_RETRY: ReadonlySet<Known> = new Set<Known>([
  'unreachable',
  'storage_full',
  'storage_failed',
  'store_unavailable',
  'decoder_crashed',
  'model_missing',
  'cancelled',
  'unexpected',
]);

/** What some texts name: the limits of this server. */
export interface ErrorValues {
  extensions?: string;
  size?: string;
}

export interface ErrorText {
  title: string;
  advice: string;
  /** The server's own sentence, only where the catalogue has none for the code. */
  unexplained: string;
  /** Code and the server's sentence, for whoever is asked to help. */
  forSupport: string;
  retryHelps: boolean;
}

const hasText = (code: string): code is Known =>
  Object.hasOwn(en.errors, code) && typeof en.errors[code as Known] === 'object';

function knownCode(code: string): Known | undefined {
  return hasText(code) ? code : Object.hasOwn(SAME_TEXT, code) ? SAME_TEXT[code] : undefined;
}

/** Works for what a call threw, for the `error` of a job and for a bare `{code}` alike. */
export function errorText(t: TFunction, error: unknown, values: ErrorValues = {}): ErrorText {
  const { code, message, detail } = (error ?? {}) as Record<string, unknown>;
  const name = typeof code === 'string' ? code : 'unexpected';
  const sentence = [detail, message].find((one) => typeof one === 'string') ?? '';
  const known = typeof code === 'string' ? knownCode(code) : undefined;
  const key = known ?? 'unexpected';
  const said = visible(sentence);
  return {
    title: t(`errors.${key}.title`, { ...values }),
    advice: t(`errors.${key}.advice`, { ...values }),
    unexplained: known ? '' : said,
    forSupport: [name, said].filter(Boolean).join(' · '),
    retryHelps: MENDED_BY_RETRY.has(key),
  };
}

export function useErrorText(error: unknown, values?: ErrorValues): ErrorText {
  const { t } = useTranslation();
  return errorText(t, error, values);
}

/** Whether what ended a job may not end it again. */
export function retryMayHelp(error: { code: string } | null): boolean {
  return MENDED_BY_RETRY.has(knownCode(error?.code ?? '') ?? 'unexpected');
}
