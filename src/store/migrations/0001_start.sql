-- Up Migration

create table runs (
  id           bigint generated always as identity primary key,
  key          text not null unique,
  environment  text not null,
  kind         text not null check (kind in ('check', 'checklist', 'task')),
  subject      text not null,
  input        jsonb not null default '{}',
  by           text not null,
  via          text not null,
  reason       text,
  undoes       bigint references runs,
  state        text not null check (state in ('requested', 'waiting', 'ready', 'running', 'interrupted', 'ended')),
  outcome      text check (outcome in ('succeeded', 'failed', 'cancelled', 'abandoned', 'nothing to do', 'refused', 'skipped', 'denied', 'expired')),
  why          text,
  plan         jsonb,
  digest       text,
  valid_until  timestamptz,
  channel      text,
  thread       text,
  reply_url    text,
  audience     text not null default 'channel' check (audience in ('channel', 'asker')),
  aim          text not null default 'finish' check (aim in ('finish', 'clean up')),
  attempt      integer not null default 0,
  worker       text,
  lease_until  timestamptz,
  not_before   timestamptz,
  held         text,
  progress     jsonb,
  cancel_by    text,
  settled      integer not null default 0,
  late_for     timestamptz,
  created_at   timestamptz not null default now(),
  started_at   timestamptz,
  ended_at     timestamptz,
  check ((state = 'ended') = (outcome is not null))
);
comment on column runs.reply_url is 'response_url of the typed command: the way to answer where the bot may not post';
comment on column runs.settled is 'attempt whose interruption has been settled and looked at';
comment on column runs.late_for is 'due instant of a scheduled run that was asked for late';
create unique index runs_one_open on runs (environment, subject, md5(input::text)) where kind = 'task' and state <> 'ended';
create index runs_open on runs (environment, state) where state <> 'ended';
create index runs_by_subject on runs (environment, subject, id desc);

create table log (
  seq         bigint primary key,
  key         text unique,
  at          timestamptz not null,
  environment text,
  run         bigint,
  kind        text not null,
  by          text,
  body        jsonb not null default '{}',
  prev        text not null,
  hash        text not null
);
create index log_by_run on log (run, seq) where run is not null;
create index log_by_time on log (at);

-- The text that is hashed. jsonb writes itself in one canonical way, keeps columns apart and null from text; the time is fixed to UTC.
create function log_hash(entry log) returns text language sql immutable as $$
  select encode(sha256(convert_to(jsonb_build_array(entry.prev, entry.seq, entry.key,
    to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.environment, entry.run, entry.kind, entry.by, entry.body)::text, 'UTF8')), 'hex')
$$;

-- One writer at a time extends the chain; the lock lives until commit, so the order of seq is the order of commits.
create function log_chain() returns trigger language plpgsql as $$
declare last log;
begin
  perform pg_advisory_xact_lock(hashtext('bigshot log chain'));
  select * into last from log order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.at := clock_timestamp();
  new.prev := coalesce(last.hash, '');
  new.hash := log_hash(new);
  return new;
end $$;
create trigger log_chain before insert on log for each row execute function log_chain();

create function log_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only';
end $$;
create trigger log_no_change before update or delete on log for each row execute function log_is_append_only();
create trigger log_no_truncate before truncate on log for each statement execute function log_is_append_only();

create table findings (
  run      bigint not null references runs on delete cascade,
  "check"  text not null,
  status   text not null check (status in ('ok', 'unknown', 'warn', 'critical', 'skipped')),
  findings jsonb not null,
  took_ms  integer not null,
  at       timestamptz not null default now(),
  primary key (run, "check")
);

create table messages (
  id            bigint generated always as identity primary key,
  key           text not null unique,
  subject       text not null check (subject in ('run', 'log')),
  subject_id    bigint not null,
  view          text not null,
  channel       text not null,
  parent_id     bigint references messages,
  thread        text,
  only_for      text,
  reply_url     text,
  ts            text,
  wanted        integer not null default 1,
  shown         integer not null default 0,
  shown_hash    text,
  posting_since timestamptz,
  retry_at      timestamptz,
  tries         integer not null default 0,
  problem       text,
  created_at    timestamptz not null default now()
);
comment on column messages.reply_url is 'response_url of the typed command, used once when the channel cannot be posted to';
create index messages_due on messages (id) where wanted > shown;
create index messages_by_subject on messages (subject, subject_id);
create index messages_by_ts on messages (channel, ts);

create table people (
  id         text primary key,
  name       text not null,
  kind       text not null check (kind in ('member', 'guest', 'bot', 'gone', 'stranger')),
  groups     text[] not null default '{}',
  checked_at timestamptz not null default now()
);

create table locks (
  environment text not null,
  resource    text not null,
  run         bigint not null references runs,
  since       timestamptz not null default now(),
  primary key (environment, resource)
);

create table workers (
  name        text primary key,
  role        text not null check (role in ('chat', 'worker')),
  environment text,
  version     text not null,
  policies    text not null,
  seen_at     timestamptz not null default now()
);

create table archives (
  environment  text not null,
  name         text not null,
  fingerprint  text not null,
  verification jsonb not null,
  at           timestamptz not null default now(),
  primary key (environment, name)
);

-- A picture is wanted anew when a visible column of its subject changed; no service can forget it.
create function want_pictures(run_id bigint) returns void language sql as $$
  update messages set wanted = wanted + 1 where subject = 'run' and subject_id = run_id and (only_for is null or ts is null);
  select pg_notify('messages', '');
$$;
create function runs_changed() returns trigger language plpgsql as $$
begin
  perform want_pictures(new.id);
  return null;
end $$;
create trigger runs_changed after update of state, outcome, why, plan, digest, valid_until, held, progress, cancel_by, aim, settled on runs
  for each row when (old is distinct from new) execute function runs_changed();
create function row_of_run_changed() returns trigger language plpgsql as $$
begin
  perform want_pictures(new.run);
  return null;
end $$;
create trigger findings_changed after insert or update on findings for each row execute function row_of_run_changed();
create trigger log_changed after insert on log for each row when (new.run is not null) execute function row_of_run_changed();
create function messages_new() returns trigger language plpgsql as $$
begin
  perform pg_notify('messages', '');
  return null;
end $$;
create trigger messages_new after insert on messages for each statement execute function messages_new();

-- Down Migration

drop table archives, workers, locks, people, messages, findings, log, runs cascade;
drop function log_chain, log_is_append_only, want_pictures, runs_changed, row_of_run_changed, messages_new;
