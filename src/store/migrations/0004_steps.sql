-- Up Migration

-- What people do by hand: it stays open until somebody ticks it off or says why not.
create table steps (
  id          bigint generated always as identity primary key,
  environment text not null,
  -- The checklist and its step, or nulls for one that somebody added.
  checklist   text,
  step        text,
  title       text not null,
  -- The run whose card shows it: the newest one of its checklist.
  run         bigint references runs on delete set null,
  state       text not null default 'open' check (state in ('open', 'done', 'skipped')),
  owner       text,
  note        text,
  due_at      timestamptz not null,
  opened_at   timestamptz not null default now(),
  opened_by   text not null,
  carried     integer not null default 0,
  reminded_at timestamptz,
  closed_at   timestamptz,
  closed_by   text,
  check ((state = 'open') = (closed_at is null))
);
comment on column steps.carried is 'how often its checklist came again while it was open';
create unique index steps_one_open on steps (environment, checklist, step) where state = 'open';
create index steps_open on steps (environment, due_at) where state = 'open';
create index steps_by_run on steps (run) where run is not null;

create function step_changed() returns trigger language plpgsql as $$
begin
  perform want_pictures(new.run);
  if tg_op = 'UPDATE' and old.run is distinct from new.run then
    perform want_pictures(old.run);
  end if;
  return null;
end $$;
create trigger step_changed after insert or update of run, state, owner, note, due_at on steps for each row execute function step_changed();

-- Down Migration

drop table steps;
drop function step_changed;
