import { createHash } from 'node:crypto';
import type { TarMember, TarVisitor } from '../../lib/tar-walk.ts';
import { createDumpScan, type DumpReport } from './dump-scan.ts';
import { DUMP, MANIFEST, RDB, readManifest, type Member, type ReadManifest } from './manifest.ts';
import { createMemberRules } from './member-rules.ts';
import { createRdbCheck } from './rdb.ts';

/** What was seen of the members of an archive. */
export interface Contents {
  /** Why it is no sound tar.gz, in sentences. */
  readonly problems: readonly string[];
  /** Files with their paths below the top folder. */
  readonly members: readonly Member[];
  readonly dump?: DumpReport;
  readonly rdb?: { readonly problem?: string };
  readonly manifest?: ReadManifest;
}

const MANIFEST_LIMIT = 16 * 1024 * 1024;

/** Sees every member once: rules for its name and kind, the hash of its data, and a probe for the three that have a form. */
export function createContents(wanted: { readonly dump: boolean; readonly rdb: boolean }): {
  readonly visitor: TarVisitor;
  /** What came of the wanted ones since it was asked last. */
  take(): { readonly dump: readonly Buffer[]; readonly rdb: readonly Buffer[] };
  /** @param failure why the pass ended before the archive did. */
  found(failure: string | undefined): Contents;
} {
  const rules = createMemberRules();
  const members: Member[] = [];
  const manifestParts: Buffer[] = [];
  let scan: ReturnType<typeof createDumpScan> | undefined;
  let rdb: ReturnType<typeof createRdbCheck> | undefined;
  let manifest: ReadManifest | undefined;
  let taken: { readonly dump: Buffer[]; readonly rdb: Buffer[] } = { dump: [], rdb: [] };
  let current: { readonly path: string; readonly member: TarMember; readonly hash: ReturnType<typeof createHash> } | undefined;

  function pass(pieces: readonly Buffer[]): void {
    if (!wanted.dump) return;
    const [problem] = scan?.report().problems ?? [];
    if (problem !== undefined) throw new Error(problem);
    taken.dump.push(...pieces);
  }
  const visitor: TarVisitor = {
    begin(member) {
      current = { path: rules.check(member), member, hash: createHash('sha256') };
      if (current.path === DUMP) scan = createDumpScan();
      if (current.path === RDB) rdb = createRdbCheck();
      if (current.path === MANIFEST && member.bytes > MANIFEST_LIMIT) throw new Error(`${MANIFEST} is of impossible size`);
    },
    data(piece) {
      current?.hash.update(piece);
      if (current?.path === DUMP) pass(scan?.write(piece) ?? []);
      if (current?.path === RDB) rdb?.write(piece);
      if (current?.path === RDB && wanted.rdb) taken.rdb.push(Buffer.from(piece));
      if (current?.path === MANIFEST) manifestParts.push(piece);
    },
    end() {
      if (current?.path === DUMP) pass(scan?.end() ?? []);
      if (current?.path === MANIFEST) manifest = readManifest(Buffer.concat(manifestParts.splice(0)));
      if (current?.member.type === 'file')
        members.push({ path: current.path, size: current.member.bytes, sha256: current.hash.digest('hex') });
      current = undefined;
    },
  };
  return {
    visitor,
    take() {
      const pieces = taken;
      taken = { dump: [], rdb: [] };
      return pieces;
    },
    found(failure) {
      const rdbProblem = rdb?.problem();
      return {
        problems: [...rules.problems, ...(failure === undefined ? [] : [failure])],
        members,
        ...(scan ? { dump: scan.report() } : {}),
        ...(rdb ? { rdb: rdbProblem === undefined ? {} : { problem: rdbProblem } } : {}),
        ...(manifest ? { manifest } : {}),
      };
    },
  };
}
