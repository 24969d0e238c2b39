-- Up Migration

create table incidents (
  id          bigint generated always as identity primary key,
  key         text not null unique,
  environment text not null,
  kind        text not null check (kind in ('system', 'security', 'data-loss')),
  title       text not null,
  state       text not null default 'investigating' check (state in ('investigating', 'mitigated', 'resolved')),
  lead        text not null,
  -- What was said last of how things stand.
  news        text,
  channel     text not null,
  opened_by   text not null,
  opened_at   timestamptz not null default now(),
  resolved_by text,
  resolved_at timestamptz,
  outcome     text,
  check ((state = 'resolved') = (resolved_at is not null))
);
create index incidents_open on incidents (environment) where state <> 'resolved';
-- The rows of the log that belong to an incident.
create index log_by_incident on log ((body->>'incident'), seq) where body ? 'incident';

alter table messages drop constraint messages_subject_check;
alter table messages add constraint messages_subject_check check (subject in ('run', 'log', 'incident'));

create function incident_changed() returns trigger language plpgsql as $$
begin
  update messages set wanted = wanted + 1 where subject = 'incident' and subject_id = new.id and view = 'incident';
  perform pg_notify('messages', '');
  return null;
end $$;
create trigger incident_changed after update on incidents for each row when (old is distinct from new) execute function incident_changed();

-- Down Migration

drop table incidents;
drop function incident_changed;
drop index log_by_incident;
delete from messages where subject = 'incident';
alter table messages drop constraint messages_subject_check;
alter table messages add constraint messages_subject_check check (subject in ('run', 'log'));
