-- Up Migration

-- "Not now", until somebody lifts it or its time is over.
create table holds (
  id          bigint generated always as identity primary key,
  kind        text not null check (kind in ('freeze')),
  environment text not null,
  reason      text not null,
  owner       text not null,
  since       timestamptz not null default now(),
  until       timestamptz,
  lifted_by   text,
  lifted_at   timestamptz,
  check ((lifted_by is null) = (lifted_at is null))
);
create index holds_standing on holds (environment) where lifted_at is null;

-- Down Migration

drop table holds;
