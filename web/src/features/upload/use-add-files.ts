import { useSystem } from '@/lib/api/get-system';
import { scanOptions } from '@/lib/scan-options';
import { refusalOf } from './check-file';
import { addUploads } from './queue';

const NO_LIMITS = { upload_bytes_max: Infinity, extensions: ['mp4', 'mov', 'avi', 'mkv', 'webm'] };

/** Takes files into the queue, with the options that are chosen now. */
export function useAddFiles(): (files: Iterable<File>) => void {
  const { data: system } = useSystem();
  return (files) => {
    const limits = system?.limits ?? NO_LIMITS;
    const checked = Array.from(files, (file) => ({ file, refusal: refusalOf(file, limits) }));
    addUploads(checked, { ...system?.defaults, ...scanOptions.get() });
  };
}
