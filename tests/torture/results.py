"""All that came of a job, so that two products can be compared, whichever database they have."""

import hashlib

JOB = (
    "select status, total_frames, processed_frames, detections_count, items_count,"
    " warnings, segments_total, error_code from video_jobs where job_id = ?"
)
DETECTIONS = (
    "select segment, chunk, ordinal, frame_number, timestamp, timestamp_us, detected_text,"
    " confidence, bbox_x1, bbox_y1, bbox_x2, bbox_y2, kind, format, source, quad, characters,"
    " folded_text, replace(frame_path, ?, '') from detections where job_id = ?"
    " order by segment, chunk, ordinal, id"
)
ITEMS = (
    "select ordinal, kind, text, format, confidence, alternatives, first_seen_us, last_seen_us,"
    " sightings, best_frame_number, best_timestamp_us, best_quad, id"
    " from items where job_id = ? order by ordinal"
)
SIGHTINGS = (
    "select s.segment, s.chunk, s.ordinal, i.ordinal from item_sightings s"
    " join items i on i.id = s.item_id where s.job_id = ?"
    " order by s.segment, s.chunk, s.ordinal"
)


def result_of(ask, folder, job_id):
    """Without what is the job's own: ids, moments, folders. `ask` runs a statement, whose values
    stand as question marks, and gives all rows."""
    job = ask(JOB, job_id)
    items = ask(ITEMS, job_id)
    names = {row[-1]: f"item {row[0]}" for row in items}
    return {
        "job": tuple(job[0]) if job else (),
        "detections": [
            tuple(str(column).replace(job_id, "JOB") for column in row)
            for row in ask(DETECTIONS, str(folder), job_id)
        ],
        "items": [tuple(row)[:-1] for row in items],
        "sightings": [tuple(row) for row in ask(SIGHTINGS, job_id)],
        "files": files_of(folder / "frames" / job_id, names),
    }


def files_of(folder, names):
    """Name and hash of every finished file of a job's folder."""
    found = {}
    for path in sorted(folder.glob("*")):
        if path.suffix == ".part":  # of a writer that was killed; the sweep takes it
            continue
        name = path.name
        for item_id, stable in names.items():
            name = name.replace(item_id, stable)
        found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def difference(expected, found):
    """The first thing in which two results differ, in words; None when they are equal."""
    for part, one in expected.items():
        other = found[part]
        if one == other:
            continue
        if isinstance(one, dict):
            names = sorted(n for n in {*one, *other} if one.get(n) != other.get(n))
            return f"{part}: {', '.join(names)}"
        if len(one) != len(other):
            return f"{part}: {len(one)} expected, {len(other)} found"
        pairs = zip(one, other, strict=True)
        return f"{part}: " + next(f"{a!r} expected, {b!r} found" for a, b in pairs if a != b)
    return None
