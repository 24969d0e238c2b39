-- Up Migration

-- Deleting a row asks for the rows that refer to it; without these each would read the whole table.
create index messages_by_parent on messages (parent_id) where parent_id is not null;
create index runs_by_undone on runs (undoes) where undoes is not null;
create index runs_old_reads on runs (ended_at) where kind <> 'task' and state = 'ended';

-- Down Migration

drop index messages_by_parent, runs_by_undone, runs_old_reads;
