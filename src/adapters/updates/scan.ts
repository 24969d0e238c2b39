import { execa } from 'execa';
import { z } from 'zod';
import { Absent, OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import type { UpdatesReader, Weakness } from '../../ports/updates.ts';
import type { Engine } from '../engine/client.ts';
import { membersOf } from '../engine/project.ts';

const LIMIT_MS = 10 * 60_000;
const MOST_BYTES = 64 * 1024 * 1024;

/** What Trivy writes with `--format json`; a part without findings has none, or null. */
const Report = z.object({
  Results: z
    .array(
      z.object({
        Vulnerabilities: z
          .array(
            z.object({
              VulnerabilityID: z.string(),
              PkgName: z.string(),
              InstalledVersion: z.string().default(''),
              FixedVersion: z.string().optional(),
              Severity: z.string(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

/** Runs the configured command with the name of an image behind it, for each image of the project. */
export async function scanImages(
  {
    engine,
    project,
    command,
    path,
  }: { readonly engine: Engine; readonly project: string; readonly command: readonly string[]; readonly path: string | undefined },
  signal: AbortSignal,
): ReturnType<UpdatesReader['scan']> {
  const members = await membersOf(engine, project, signal);
  const images = new Map(members.map(({ details, service }) => [details.Image, { service, image: details.Config.Image }]));
  const found: Awaited<ReturnType<UpdatesReader['scan']>>[number][] = [];
  // One after the other: a scanner takes a whole core.
  for (const [id, { service, image }] of images) found.push({ service, image, weaknesses: await scanned(command, id, path, signal) });
  return found;
}

async function scanned(
  [program = '', ...words]: readonly string[],
  image: string,
  path: string | undefined,
  signal: AbortSignal,
): Promise<readonly Weakness[]> {
  const ran = await execa(program, [...words, image], {
    extendEnv: false,
    env: { PATH: path ?? '/usr/bin:/bin' },
    reject: false,
    stdin: 'ignore',
    timeout: LIMIT_MS,
    maxBuffer: MOST_BYTES,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (ran.code === 'ENOENT') throw new Absent(`the scanner ${plain(program, 60)} is not on this machine`);
  return weaknessesIn(ran.stdout) ?? refuse(ran.stderr, ran.exitCode);
}

function refuse(stderr: string, exitCode: number | undefined): never {
  throw new OpsError(
    'updates',
    `the scanner gave no report: ${plain(stderr.trim().split('\n').at(-1) ?? '', 300) || `it ended with code ${exitCode ?? 'unknown'}`}`,
  );
}

/** Undefined: this is no report. */
export function weaknessesIn(text: string): readonly Weakness[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const report = Report.safeParse(json).data;
  return (
    report?.Results?.flatMap(({ Vulnerabilities: all }) =>
      (all ?? []).flatMap((one): readonly Weakness[] => {
        const { VulnerabilityID: id, PkgName: name, InstalledVersion: installed, FixedVersion: fixedIn, Severity: severity } = one;
        if (severity !== 'HIGH' && severity !== 'CRITICAL') return [];
        return [{ id, package: name, installed, severity, ...(fixedIn !== undefined && fixedIn !== '' && { fixedIn }) }];
      }),
    ) ?? (report ? [] : undefined)
  );
}
