import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { showError } from '@/components/show-error';
import { useScanSample } from '../api/scan-sample';

/** Scans the clip that comes with the product, and goes there to watch. */
export function useSampleButton() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sample = useScanSample();
  const start = () =>
    sample.mutate(undefined, {
      onSuccess: ({ job }) => void navigate({ to: '/jobs/$jobId', params: { jobId: job.id } }),
      onError: (error) => showError(t, error),
    });
  return { start, isPending: sample.isPending };
}
