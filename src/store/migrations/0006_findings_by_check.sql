-- Up Migration

-- What a check said the last time is looked up by its name.
create index findings_by_check on findings ("check", at desc);

-- Down Migration

drop index findings_by_check;
