-- Up Migration

-- Numbers of the platform over time; a check that sees them again in the same minute tells nothing new.
create table samples (
  environment text not null,
  metric      text not null,
  subject     text not null,
  at          timestamptz not null,
  value       double precision not null,
  primary key (environment, metric, subject, at)
);
create index samples_by_time on samples (environment, metric, at);

-- Down Migration

drop table samples;
