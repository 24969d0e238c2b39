import { plain } from '../../lib/foreign.ts';
import type { TarMember } from '../../lib/tar-walk.ts';

const MEMBER_LIMIT = 100_000;
const PROBLEM_LIMIT = 10;

/** Watches the names of an archive: one top folder, no name twice, nothing that would leave the folder, only files and folders. */
export function createMemberRules(): { check(member: TarMember): string; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const seen = new Set<string>();
  let top: string | undefined;

  function problem(text: string): void {
    if (problems.length < PROBLEM_LIMIT && !problems.includes(text)) problems.push(text);
  }
  return {
    problems,
    /** Returns the path below the top folder, empty for the top folder itself. Throws when there are too many members. */
    check({ path, type }) {
      if (seen.size >= MEMBER_LIMIT) throw new Error(`it has more than ${MEMBER_LIMIT} members`);
      const shown = plain(path, 120);
      const parts = path.split('/').filter((part) => part !== '' && part !== '.');
      if (path.startsWith('/')) problem(`a member has an absolute path: ${shown}`);
      if (parts.includes('..')) problem(`a member leads out of its folder: ${shown}`);
      // oxlint-disable-next-line no-control-regex -- these are the characters that a name must not have
      if (/[\u0000-\u001f]/.test(path)) problem(`a member has control characters in its name: ${shown}`);
      if (type === 'link') problem(`a member is a link: ${shown}`);
      if (type === 'other') problem(`a member is neither file nor folder: ${shown}`);
      const [first, ...below] = parts;
      if (first === undefined) return '';
      top ??= first;
      if (first !== top) problem(`it has more than one top folder: ${plain(top, 120)} and ${plain(first, 120)}`);
      if (below.length === 0 && type === 'file') problem(`a file is not in the top folder: ${shown}`);
      const normal = parts.join('/');
      if (seen.has(normal)) problem(`a name is there twice: ${shown}`);
      seen.add(normal);
      return below.join('/');
    },
  };
}
