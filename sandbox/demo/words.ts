import type { Parts } from './parts.ts';

/** What scripts get: one line of JSON, null where a part is not there. Who comes from another company acts in the page only. */
export function describeForScripts({ workspace, platform, store }: Parts, botRedisUrl: string | undefined): string {
  return JSON.stringify({
    slack: {
      url: workspace.url,
      apiUrl: workspace.apiUrl,
      tokens: { control: workspace.tokens.control },
      channels: workspace.channels.map(({ id, name }) => ({ id, name })),
      people: workspace.people.flatMap(({ id, name, kind, title, token }) =>
        kind === 'stranger' ? [] : [{ id, name, role: title, token }],
      ),
    },
    platform: {
      apiUrl: platform.apiUrl,
      databaseUrl: platform.databaseUrl,
      redisUrl: platform.redisUrl ?? null,
      folder: platform.folder,
      ...(platform.engine && { engine: platform.engine }),
    },
    bot: { databaseUrl: store.url, redisUrl: botRedisUrl ?? null },
  });
}

/** What people get: what to open and what to type. */
export function describeForPeople({ workspace, redisAbsent, platform }: Parts, folder: string): string {
  return [
    '',
    `  BigShot is ready. Open ${workspace.url}`,
    '',
    '  You are dana in #ops. Type:',
    '    /bigshot health                the platform at a glance',
    '    /bigshot run daily-morning     the morning checklist',
    '    /bigshot backup create         a verified backup',
    '    /bigshot restore latest        asks for approval; become alex (top of the page) and react with ✅',
    '    /bigshot help                  everything else',
    '',
    ...(redisAbsent === undefined ? [] : [`  Skipped: Redis and the job queue (${redisAbsent}).`]),
    ...(platform.engine
      ? [
          `  The platform is the compose project \`${platform.engine.project}\`; stop one of its containers and ask the bot. Logs are in ${folder}.`,
          '  Ctrl-C ends and removes everything; the next start begins anew.',
        ]
      : [`  Data and logs are kept in ${folder}. Ctrl-C ends everything; \`npm run demo -- --fresh\` begins again.`]),
    '',
  ].join('\n');
}
