import { BLOCK, readTarHeader } from './tar-header.ts';

/** One entry of a tar file, before its data. */
export interface TarMember {
  readonly path: string;
  readonly type: 'file' | 'folder' | 'link' | 'other';
  readonly bytes: number;
}

/** Is told what passes by, in order. What it throws ends the walk. */
export interface TarVisitor {
  begin(member: TarMember): void;
  /** A piece of the data of the entry that began last. */
  data(piece: Buffer): void;
  end(): void;
}

/** Names and extended headers may not be larger than this: they are kept in memory. */
const META_LIMIT = 64 * 1024;

/**
 * Walks a tar file that comes in pieces of any size, in constant memory and without a second look.
 * `write` and `end` throw a sentence when it is no tar file, is cut, or goes on after its end.
 */
export function createTarWalk(visitor: TarVisitor): { write(piece: Buffer): void; end(): void } {
  const header = Buffer.alloc(BLOCK);
  let gathered = 0;
  let dataLeft = 0;
  let padLeft = 0;
  let zeroBlocks = 0;
  let meta: { readonly flag: string; readonly parts: Buffer[] } | undefined;
  let following: { path?: string; bytes?: number } = {};

  function take(piece: Buffer): number {
    if (dataLeft > 0) return takeData(piece);
    if (padLeft === 0) return takeHeader(piece);
    const skipped = Math.min(padLeft, piece.length);
    padLeft -= skipped;
    return skipped;
  }
  function takeHeader(piece: Buffer): number {
    const taken = piece.copy(header, gathered, 0, BLOCK - gathered);
    gathered += taken;
    if (gathered === BLOCK) {
      gathered = 0;
      onBlock();
    }
    return taken;
  }
  function onBlock(): void {
    if (isZero(header)) {
      zeroBlocks += 1;
      return;
    }
    if (zeroBlocks > 0) throw new Error(zeroBlocks === 1 ? 'the tar file has an empty block in its middle' : afterEnd);
    const { path, flag, bytes } = readTarHeader(header);
    if ('LKxg'.includes(flag)) {
      if (bytes > META_LIMIT) throw new Error('the tar file has an extended header of impossible size');
      meta = { flag, parts: [] };
      dataLeft = bytes;
    } else {
      const size = following.bytes ?? bytes;
      dataLeft = flag === '0' || flag === '7' ? size : 0;
      if (dataLeft !== size && size !== 0) throw new Error('the tar file has an entry with data that is no file');
      visitor.begin({ path: following.path ?? path, type: typeOf(flag), bytes: size });
      following = {};
    }
    padLeft = (BLOCK - (dataLeft % BLOCK)) % BLOCK;
    if (dataLeft === 0) onDataEnd();
  }
  function takeData(piece: Buffer): number {
    const part = piece.subarray(0, dataLeft);
    if (meta) meta.parts.push(Buffer.from(part));
    else visitor.data(part);
    dataLeft -= part.length;
    if (dataLeft === 0) onDataEnd();
    return part.length;
  }
  function onDataEnd(): void {
    if (!meta) return visitor.end();
    following = { ...following, ...readMeta(meta.flag, Buffer.concat(meta.parts)) };
    meta = undefined;
  }

  return {
    write(piece) {
      let rest = piece;
      while (rest.length > 0) {
        if (zeroBlocks >= 2) {
          if (!isZero(rest)) throw new Error(afterEnd);
          return;
        }
        rest = rest.subarray(take(rest));
      }
    },
    end() {
      if (zeroBlocks < 2) throw new Error('the tar file is cut: it has no end');
    },
  };
}

const afterEnd = 'the tar file goes on after its end';
const zeros = Buffer.alloc(64 * 1024);

function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length);
    if (part.compare(zeros, 0, part.length) !== 0) return false;
  }
  return true;
}

function typeOf(flag: string): TarMember['type'] {
  if (flag === '0' || flag === '7') return 'file';
  if (flag === '5') return 'folder';
  return flag === '1' || flag === '2' ? 'link' : 'other';
}

function readMeta(flag: string, text: Buffer): { path?: string; bytes?: number } {
  if (flag === 'L') return { path: text.toString('utf8').replace(/\0+$/, '') };
  return flag === 'x' ? readPax(text) : {};
}

// Records of "length key=value\n"; the length counts bytes and includes itself.
function readPax(text: Buffer): { path?: string; bytes?: number } {
  const found: { path?: string; bytes?: number } = {};
  for (let at = 0; at < text.length;) {
    const space = text.indexOf(0x20, at);
    const length = Number(text.toString('latin1', at, space === -1 ? at : space));
    if (!Number.isInteger(length) || length <= 0 || at + length > text.length) throw new Error('the tar file has a broken extended header');
    const [, key, value] = /^([^=]+)=([\s\S]*)\n$/.exec(text.toString('utf8', space + 1, at + length)) ?? [];
    if (key === 'path' && value !== undefined) found.path = value;
    if (key === 'size') found.bytes = sizeOf(value);
    at += length;
  }
  return found;
}

function sizeOf(value: string | undefined): number {
  const bytes = Number(value);
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw new Error('the tar file has an entry of impossible size');
  return bytes;
}
