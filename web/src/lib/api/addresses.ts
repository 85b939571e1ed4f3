/** Addresses of what the browser fetches by itself: pictures, the video, downloads. */
const job = (id: string) => `/api/v1/jobs/${encodeURIComponent(id)}`;

export const videoUrl = (jobId: string) => `${job(jobId)}/video`;
export const posterUrl = (jobId: string) => `${job(jobId)}/poster.jpg`;
export const frameUrl = (jobId: string, frame: number) => `${job(jobId)}/frames/${frame}`;
export const detectionCropUrl = (id: number) => `/api/v1/detections/${id}/crop`;
export const itemCropUrl = (id: string) => `/api/v1/items/${encodeURIComponent(id)}/crop`;
export const csvUrl = (jobId: string) => `${job(jobId)}/detections.csv`;

export const labelsCsvUrl = (jobId: string) => `${job(jobId)}/items.csv`;

/** The original's file name: audit_results_{job_id}_{YYYYmmdd_HHMMSS}.csv, local time. */
export function csvName(jobId: string, now: Date, prefix = 'audit_results'): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return `${prefix}_${jobId}_${day}_${time}.csv`;
}
