import { useTranslation } from 'react-i18next';
import en from '@/locales/en.json';
import { visible } from '@/lib/safe-text';

type Known = Exclude<keyof typeof en.errors, 'pageBroke'>;

/** Codes that ask the same of the user. */
const SAME_ADVICE: Record<string, Known> = {
  file_unreadable: 'storage_failed',
  output_unwritable: 'storage_failed',
  disk_full: 'storage_full',
  unsupported_codec: 'unsupported_container',
  no_video: 'unsupported_container',
  too_large: 'over_budget',
  decoder_timeout: 'decoder_crashed',
  decoder_out_of_memory: 'decoder_crashed',
  protocol_violation: 'decoder_crashed',
  poison: 'decoder_crashed',
  worker_stalled: 'decoder_crashed',
  model_mismatch: 'model_missing',
  decoder_unavailable: 'model_missing',
  inference_failed: 'model_missing',
  store_failed: 'store_unavailable',
  not_found: 'job_not_found',
};

function keyOf(code: string): Known {
  if (code in en.errors) return code as Known;
  return SAME_ADVICE[code] ?? 'unexpected';
}

export interface ErrorText {
  title: string;
  advice: string;
  /** The server's own sentence. */
  detail: string;
  code: string;
}

/** Works for what a call threw and for the `error` of a job alike. */
export function useErrorText(error: unknown): ErrorText {
  const { t } = useTranslation();
  const { code, message, detail } = (error ?? {}) as {
    code?: string;
    message?: string;
    detail?: string;
  };
  const known = keyOf(code ?? '');
  return {
    title: t(`errors.${known}.title`),
    advice: t(`errors.${known}.advice`),
    detail: visible(detail ?? message ?? ''),
    code: code ?? 'unexpected',
  };
}
