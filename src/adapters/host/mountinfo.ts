/** One line of /proc/self/mountinfo, as far as it is used. */
export interface MountLine {
  readonly path: string;
  readonly device: string;
  readonly type: string;
  readonly source: string;
  readonly isReadOnly: boolean;
}

// What is no storage of its own: kernel interfaces, memory, and layers that show another disk a second time.
const virtual = new Set(
  (
    'aufs autofs bdev binfmt_misc bpf cgroup cgroup2 configfs cpuset debugfs devpts devtmpfs ecryptfs efivarfs erofs fusectl hugetlbfs iso9660 ' +
    'mqueue nfsd nsfs overlay overlayfs pipefs proc pstore ramfs rootfs rpc_pipefs securityfs selinuxfs sockfs squashfs sysfs tmpfs tracefs udf'
  ).split(' '),
);
const virtualFuse = /^fuse\.(?:lxcfs|snapfuse|portal|gvfsd-fuse|fuse-overlayfs)$/;
// A container engine binds these single files and folders from the host's disk: they are no mounts that people know.
const boundByEngine = /^\/(?:etc\/(?:hosts|hostname|resolv\.conf)|dev|proc|sys|run\/(?:secrets|\.containerenv))(?:\/|$)/;

// These are full by nature, and nobody can write to them.
const alwaysFull = new Set(['erofs', 'iso9660', 'squashfs', 'udf']);

/**
 * The file systems that hold what people store: each device once, by its shortest path; `/` itself where a container has nothing else.
 * Those under the configured folders always, also in memory or in the layers of a container: what is written there must find room.
 */
export function realMounts(text: string, folders: readonly string[] = []): readonly MountLine[] {
  const all = text.split('\n').flatMap(parsed);
  const real = all.filter(
    ({ type, path, isReadOnly }) => !isReadOnly && !virtual.has(type) && !virtualFuse.test(type) && !boundByEngine.test(path),
  );
  const root = all.findLast(({ path }) => path === '/');
  const configured = folders.flatMap((folder) => mountUnder(folder, all) ?? []).filter(({ type }) => !alwaysFull.has(type));
  const kept = [...(real.length === 0 && root !== undefined ? [root] : real), ...configured];
  const longestFirst = kept.toSorted((left, right) => right.path.length - left.path.length);
  const byDevice = new Map(longestFirst.map((line) => [device(line), line]));
  return [...byDevice.values()].toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** The mount that a path lies on: the longest one above it, and of several at one place the last, which hides the others. */
function mountUnder(folder: string, all: readonly MountLine[]): MountLine | undefined {
  const above = all.filter(({ path }) => folder === path || folder.startsWith(path.endsWith('/') ? path : `${path}/`));
  const longest = Math.max(...above.map(({ path }) => path.length));
  return above.findLast(({ path }) => path.length === longest);
}

// Subvolumes of btrfs have a device number each and one source; network shares have a number of their own and share the source's name.
function device({ source, device: numbers }: MountLine): string {
  return source.startsWith('/dev/') && source !== '/dev/root' ? source : numbers;
}

/** `36 35 98:0 /root /mount options optional… - type source super-options`. */
function parsed(line: string): readonly MountLine[] {
  const fields = line.split(' ');
  const dash = fields.indexOf('-', 6);
  const [, , numbers, , path, options] = fields;
  const [type, source, superOptions] = fields.slice(dash + 1);
  if (dash < 0 || !numbers || !path || !options || !type || source === undefined) return [];
  const isReadOnly = [options, superOptions ?? ''].some((list) => list.split(',').includes('ro'));
  return [{ path: unescaped(path), device: numbers, type, source: unescaped(source), isReadOnly }];
}

// The kernel writes blanks, tabs, line ends and backslashes as octal numbers.
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)));
}
