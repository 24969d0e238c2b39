# The bot alone: no sandbox, no tests, no development tools, and no npm runs in here. `npm run image` prepares what is copied.
# Any image with Node 20 or newer will do as BASE.
ARG BASE=node:20-bookworm-slim
FROM ${BASE}
# Only where the platform's database is in no container: PACKAGES=postgresql-client, not older than its server.
ARG PACKAGES=
RUN if [ -n "$PACKAGES" ]; then apt-get update && apt-get install -y --no-install-recommends $PACKAGES && rm -rf /var/lib/apt/lists/*; fi
WORKDIR /app
COPY package.json ./
COPY node_modules ./node_modules
COPY dist ./dist
ENV NODE_ENV=production BIGSHOT_CONFIG=/etc/bigshot/bigshot.yml
# A number, so that an orchestrator can see that it is not root. It needs the group of the engine's socket (--group-add), where it looks at one,
# and the folder of the backups.
USER 1000:1000
# Healthy means that the loops inside write to the bot's database, not that a process exists.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "dist/healthy.js"]
# It finishes the step at work before it ends: give it 70 s to stop.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--enable-source-maps", "dist/main.js"]
CMD ["start"]
