// The tables in PostgreSQL: the same as in SQLite (schema_sqlite.cpp, which tells what they are
// for). A database of the original product is taken over as it is: its two tables stand already,
// and get our columns.
#include <array>

#include "store/migrations.h"

namespace mobilscan::store {
namespace {

constexpr auto first = std::to_array<std::string_view>({
    // --- the clock of the database, which tests move
    // ----------------------------------------------
    // That of the statement and not of the transaction, which may be older; and as both functions
    // are
    // as stable as what they call, the planner puts them into the statements.
    R"(create or replace function mobilscan_now_us() returns bigint language sql stable as $$
        select cast(extract(epoch from statement_timestamp()) * 1000000 as bigint)
            + coalesce(cast(nullif(current_setting('mobilscan.clock_offset_us', true), '')
                            as bigint), 0)
    $$)",
    R"(create or replace function mobilscan_now() returns timestamp language sql stable as $$
        select timestamp 'epoch' + mobilscan_now_us() * interval '1 microsecond'
    $$)",

    // --- the original's tables and indexes ------------------------------------------------------
    R"(create table if not exists video_jobs (
        id serial primary key,
        job_id varchar(100) unique not null,
        video_name varchar(255) not null,
        video_path varchar(500) not null,
        status varchar(50) default 'pending',
        total_frames integer default 0,
        processed_frames integer default 0,
        detections_count integer default 0,
        error_message text,
        started_at timestamp,
        completed_at timestamp,
        created_at timestamp default current_timestamp
    ))",
    R"(create table if not exists detections (
        id serial primary key,
        video_name varchar(255) not null,
        job_id varchar(100) not null,
        frame_number integer not null,
        timestamp float not null,
        detected_text text not null,
        confidence float not null,
        bbox_x1 integer,
        bbox_y1 integer,
        bbox_x2 integer,
        bbox_y2 integer,
        frame_path varchar(500),
        created_at timestamp default current_timestamp
    ))",
    "create index if not exists idx_job_id on detections (job_id)",
    "create index if not exists idx_video_name on video_jobs (video_name)",
    "create index if not exists idx_status on video_jobs (status)",
    "create index if not exists idx_confidence on detections (confidence)",
    "create index if not exists idx_frame_number on detections (frame_number)",

    // --- ours on these tables
    // ---------------------------------------------------------------------
    R"(alter table video_jobs
        add column if not exists error_code varchar(50),
        add column if not exists warnings text,
        add column if not exists sha256 varchar(64),
        add column if not exists size_bytes bigint,
        add column if not exists settings text,
        add column if not exists engine text,
        add column if not exists traceparent varchar(100),
        add column if not exists segments_total integer,
        add column if not exists items_count integer not null default 0,
        add column if not exists pushed_at_us bigint,
        add column if not exists deleted_at_us bigint,
        add column if not exists purge_after_us bigint,
        add column if not exists video_removed_at_us bigint,
        add column if not exists claimed_at_us bigint)",
    R"(alter table detections
        add column if not exists segment integer,
        add column if not exists chunk integer,
        add column if not exists ordinal integer,
        add column if not exists kind varchar(20) not null default 'text',
        add column if not exists format varchar(50) not null default '',
        add column if not exists source varchar(20) not null default 'read',
        add column if not exists timestamp_us bigint,
        add column if not exists quad text,
        add column if not exists characters text,
        add column if not exists folded_text text,
        add column if not exists is_cut integer not null default 0)",
    "create index if not exists idx_jobs_unpushed on video_jobs (id) where pushed_at_us is null",
    "create index if not exists idx_jobs_sha256 on video_jobs (sha256) where sha256 is not null",
    "create index if not exists idx_jobs_purge on video_jobs (purge_after_us)"
    " where purge_after_us is not null",
    "create index if not exists idx_jobs_counts on video_jobs"
    " (deleted_at_us, status, detections_count)",
    "create unique index if not exists idx_detections_key on detections"
    " (job_id, segment, chunk, ordinal)",
    "create index if not exists idx_detections_page on detections (job_id, frame_number, id)",
    "create index if not exists idx_detections_sure on detections (job_id, confidence)",
    "create index if not exists idx_detections_unfolded on detections (id)"
    " where folded_text is null",

    // --- segments
    // -------------------------------------------------------------------------------
    R"(create table job_segments (
        job_id varchar(100) not null,
        segment integer not null,
        status varchar(20) not null default 'pending',
        first_frame bigint,
        end_frame bigint,
        first_pts bigint,
        last_pts bigint,
        samples integer,
        chunks integer,
        next_chunk integer not null default 0,
        processed_frames integer not null default 0,
        detections_count integer not null default 0,
        attempts integer not null default 0,
        crashes integer not null default 0,
        run_after bigint not null,
        claim_token varchar(64),
        worker varchar(100),
        lease_until bigint,
        progress bigint not null default 0,
        progressed_at bigint,
        engine text,
        error_code varchar(50),
        warnings text,
        primary key (job_id, segment)
    ))",
    "create index idx_segments_due on job_segments (run_after, job_id, segment)"
    " where status = 'pending'",
    "create index idx_segments_begun on job_segments (run_after, job_id, segment)"
    " where status = 'pending' and (segment <> 0 or progressed_at is not null)",
    "create table turns (name varchar(50) primary key, next_at_us bigint not null)",
    "insert into turns (name, next_at_us) values ('upkeep', 0), ('sweep', 0), ('messages', 0)",
    "create index idx_segments_lease on job_segments (lease_until, job_id, segment)"
    " where status = 'processing'",
    "create index idx_segments_token on job_segments (claim_token) where claim_token is not null",

    // --- items
    // ----------------------------------------------------------------------------------
    R"(create table items (
        id varchar(64) primary key,
        job_id varchar(100) not null,
        ordinal integer not null,
        kind varchar(20) not null,
        text text not null,
        folded_text text not null,
        format varchar(50) not null default '',
        confidence float not null,
        alternatives text not null,
        first_seen_us bigint not null,
        last_seen_us bigint not null,
        sightings integer not null,
        best_frame_number bigint not null,
        best_timestamp_us bigint not null,
        best_quad text not null,
        votes integer not null default 0,
        characters text,
        printed_text text,
        same_text integer not null default 0,
        segment integer,
        readings integer not null default 0,
        unique (job_id, ordinal)
    ))",
    R"(create table item_sightings (
        job_id varchar(100) not null,
        segment integer not null,
        chunk integer not null,
        ordinal integer not null,
        item_id varchar(64) not null,
        primary key (job_id, segment, chunk, ordinal)
    ))",
    "create index idx_sightings_item on item_sightings (item_id)",
    R"(create table unread (
        job_id varchar(100) not null,
        segment integer not null,
        chunk integer not null,
        ordinal integer not null,
        reason varchar(20) not null,
        frame_number bigint not null,
        timestamp_us bigint not null,
        quad text,
        first_seen_us bigint not null,
        last_seen_us bigint not null,
        primary key (job_id, segment, chunk, ordinal)
    ))",

    // --- requests, events, access
    // -----------------------------------------------------------------
    R"(create table idempotency_keys (
        key varchar(255) primary key,
        fingerprint varchar(64) not null,
        job_id varchar(100) not null,
        created_at_us bigint not null
    ))",
    "create index idx_keys_age on idempotency_keys (created_at_us)",
    R"(create table events (
        id bigserial primary key,
        job_id varchar(100) not null,
        kind varchar(30) not null,
        status varchar(50) not null,
        processed_frames integer not null,
        total_frames integer not null,
        detections_count integer not null,
        created_at_us bigint not null
    ))",
    "create index idx_events_job on events (job_id, id)",
    "create index idx_events_age on events (created_at_us)",
    R"(create table access_keys (
        id varchar(16) primary key,
        name varchar(255) not null,
        secret_hash varchar(64) not null,
        scopes varchar(100) not null,
        created_at_us bigint not null,
        expires_at_us bigint,
        revoked_at_us bigint
    ))",
    R"(create table access_tokens (
        token_hash varchar(64) primary key,
        kind varchar(20) not null,
        key_id varchar(16) not null,
        expires_at_us bigint not null
    ))",
    "create index idx_tokens_key on access_tokens (key_id)",
    "create index idx_tokens_age on access_tokens (expires_at_us)",

    // --- programs that know no claims
    // -------------------------------------------------------------
    // A worker of the original takes a message from the list and writes into the job's row, without
    // a claim. What we have of the job is then worth nothing: the tokens are taken away, our rows
    // go, and the job is the foreign worker's as long as it writes now and then. A database may set
    // its own length of that lease: alter database NAME set mobilscan.foreign_lease_minutes = 120.
    R"(create function mobilscan_foreign_worker() returns trigger language plpgsql as $$
        declare
            minutes numeric := cast(coalesce(nullif(
                current_setting('mobilscan.foreign_lease_minutes', true), ''), '60') as numeric);
        begin
            if current_setting('mobilscan.session', true) = 'own' then
                return new;
            end if;
            if new.status = 'processing' then
                if old.claimed_at_us is not null or old.segments_total is not null then
                    delete from item_sightings where job_id = new.job_id;
                    delete from items where job_id = new.job_id;
                    delete from unread where job_id = new.job_id;
                    delete from detections where job_id = new.job_id and segment is not null;
                    delete from job_segments where job_id = new.job_id and segment <> 0;
                    new.claimed_at_us := null;
                    new.segments_total := null;
                end if;
                insert into job_segments as s (job_id, segment, run_after, status, worker,
                        claim_token, lease_until)
                    values (new.job_id, 0, mobilscan_now_us(), 'processing', 'foreign',
                        gen_random_uuid(),
                        mobilscan_now_us() + cast(minutes * 60000000 as bigint))
                    on conflict (job_id, segment) do update set status = excluded.status,
                        worker = excluded.worker, claim_token = excluded.claim_token,
                        lease_until = excluded.lease_until, next_chunk = 0, processed_frames = 0,
                        detections_count = 0, first_frame = null, end_frame = null,
                        first_pts = null, last_pts = null, samples = null, chunks = null,
                        warnings = null;
            elsif new.status in ('completed', 'failed', 'cancelled') then
                update job_segments set status = 'closed', claim_token = null, lease_until = null
                    where job_id = new.job_id and status in ('pending', 'processing');
            end if;
            insert into events (job_id, kind, status, processed_frames, total_frames,
                    detections_count, created_at_us)
                values (new.job_id, case new.status when 'processing' then 'progress'
                    when 'pending' then 'retried' else new.status end, new.status,
                    coalesce(new.processed_frames, 0), coalesce(new.total_frames, 0),
                    coalesce(new.detections_count, 0), mobilscan_now_us());
            return new;
        end
    $$)",
    R"(create trigger mobilscan_foreign_worker
        before update of status, started_at, completed_at, total_frames, processed_frames,
            detections_count on video_jobs
        for each row execute function mobilscan_foreign_worker())",

    // --- search in folded text
    // --------------------------------------------------------------------
    "create extension if not exists pg_trgm",
    "create index idx_detections_text on detections using gin (folded_text gin_trgm_ops)",
});

constexpr std::array<Migration, 1> migrations{{{1, "first tables", first}}};

}  // namespace

std::span<const Migration> postgres_migrations() noexcept {
    return migrations;
}

}  // namespace mobilscan::store
