#!/bin/sh
# Makes the cluster at its first start, with a superuser and a database of the platform's name, as the official image does.
set -e
data=/data/postgresql/cluster
if [ ! -s "$data/PG_VERSION" ]; then
  umask 077
  printf '%s' "$POSTGRES_PASSWORD" > /tmp/password
  initdb --pgdata "$data" --username bigshot --pwfile /tmp/password --encoding UTF8 --locale C.UTF-8 \
    --auth-local trust --auth-host scram-sha-256 --no-sync
  rm /tmp/password
  printf 'host all all all scram-sha-256\n' >> "$data/pg_hba.conf"
  echo 'CREATE DATABASE bigshot' | postgres --single -D "$data" postgres
fi
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql,/tmp -c shared_preload_libraries=pg_stat_statements
