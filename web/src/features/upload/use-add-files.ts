import { useSystem } from '@/lib/api/get-system';
import { refusalOf } from './check-file';
import { addUploads } from './queue';
import { storedOptions } from './scan-options';

const NO_LIMITS = { upload_bytes_max: Infinity, extensions: ['mp4', 'mov', 'avi', 'mkv'] };

/** Takes files into the queue, with the options that are chosen now. */
export function useAddFiles(): (files: Iterable<File>) => void {
  const { data: system } = useSystem();
  return (files) => {
    const limits = system?.limits ?? NO_LIMITS;
    const checked = Array.from(files, (file) => ({ file, refusal: refusalOf(file, limits) }));
    addUploads(checked, { ...system?.defaults, ...storedOptions() });
  };
}
