# The bot alone: no sandbox, no tests, no PostgreSQL server. Any image with Node 20 on Debian 12 will do as BASE.
ARG BASE=node:20-bookworm-slim

FROM ${BASE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts/build.ts scripts/bundle.ts scripts/healthy.ts ./scripts/
COPY src ./src
RUN npm run build
# The second installation leaves out the tools, and the PostgreSQL server of the demo, which is optional.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM ${BASE}
# pg_dump and psql make and load backups; they must not be older than the platform's server (15 on Debian 12).
RUN apt-get update \
  && apt-get install -y --no-install-recommends postgresql-client \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
ENV NODE_ENV=production BIGSHOT_CONFIG=/etc/bigshot/bigshot.yml
# A number, so that an orchestrator can see that it is not root. Give it the backup folder with --user or by its group.
USER 1000:1000
# Healthy means that the loops inside write to the bot's database, not that a process exists.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "dist/healthy.js"]
# It finishes the step at work before it ends: give it 70 s to stop.
ENTRYPOINT ["node", "--enable-source-maps", "dist/main.js"]
CMD ["start"]
