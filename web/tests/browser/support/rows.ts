import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Server } from './server';

/** Node 20 has no SQLite of its own; Python, which the build needs anyway, has. */
const INSERT = `
import sqlite3, sys
database, job, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with sqlite3.connect(database, timeout=30) as db:
    db.execute("""
        with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
        insert into detections (video_name, job_id, frame_number, timestamp, timestamp_us,
                                detected_text, folded_text, confidence, kind, source, quad)
        select v.video_name, v.job_id, 1000 + i / 20, (1000 + i / 20) / 30.0,
               (1000 + i / 20) * 1000000 / 30, printf('LOT-%06d', i), printf('10T%06d', i), 0.5 + (i % 50) / 100.0,
               'text', 'read', '10 10 90 10 90 30 10 30'
        from n, video_jobs v where v.job_id = ?""", (count, job))
    db.execute("update video_jobs set detections_count = detections_count + ? where job_id = ?",
               (count, job))
`;

/** Gives a job so many more readings, directly in the database: no video has that many. */
export async function addReadings(server: Server, jobId: string, count: number): Promise<void> {
  const database = join(server.data, 'mobilscan.db');
  await promisify(execFile)('/usr/bin/python3', ['-c', INSERT, database, jobId, String(count)]);
}
