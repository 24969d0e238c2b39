-- What a well-kept platform has besides: what each statement costs, and a look at the order within the indexes.
CREATE EXTENSION pg_stat_statements;
CREATE EXTENSION amcheck;
