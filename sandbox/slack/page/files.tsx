import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SharedFile } from './schemas.ts';
import { useSession } from './session.ts';
import { sizeOf } from './size.ts';

/** The files of a message: pictures as such, everything else as a card to download it from. */
export function Files({ files }: { readonly files: readonly SharedFile[] }): JSX.Element {
  return (
    <div class="files">
      {files.map((file) =>
        file.mode === 'tombstone' ? (
          <p key={file.id} class="note">
            This file was deleted.
          </p>
        ) : file.thumb_360 === undefined ? (
          <Card key={file.id} file={file} />
        ) : (
          <Picture key={file.id} file={file} />
        ),
      )}
    </div>
  );
}

/** The bytes at an address that wants the person's token, as an address of the page's own; '' until they are here, undefined when they cannot be had. */
export function useBytes(url: string | undefined): string | undefined {
  const { me } = useSession();
  const [address, setAddress] = useState<string | undefined>('');
  useEffect(() => {
    const made: string[] = [];
    const stop = new AbortController();
    void bytesOf(url ?? '', me.token, stop.signal).then((blob) => {
      if (stop.signal.aborted) return;
      if (blob) made.push(URL.createObjectURL(blob));
      setAddress(made[0]);
    });
    return () => {
      stop.abort();
      made.forEach((each) => URL.revokeObjectURL(each));
    };
  }, [url, me.token]);
  return address;
}

async function bytesOf(url: string, token: string, signal?: AbortSignal): Promise<Blob | undefined> {
  try {
    // The page is open under one of two names of this machine; the file is asked for under the same.
    const { pathname } = new URL(url, location.href);
    const response = await fetch(pathname, { headers: { authorization: `Bearer ${token}` }, ...(signal ? { signal } : {}) });
    return response.ok ? await response.blob() : undefined;
  } catch {
    return undefined;
  }
}

function Picture({ file }: { readonly file: SharedFile }): JSX.Element {
  const address = useBytes(file.thumb_360);
  if (address === undefined) return <Card file={file} />;
  const title = file.title ?? file.name ?? '';
  return (
    <figure class="picture">
      <figcaption>{title}</figcaption>
      <a href={address} target="_blank" rel="noopener" aria-label={`Open ${title}`}>
        {address === '' ? <span class="spinner" aria-hidden="true" /> : <img src={address} alt={file.alt_txt ?? title} />}
      </a>
      <Download file={file} />
    </figure>
  );
}

function Card({ file }: { readonly file: SharedFile }): JSX.Element {
  const { title, name = '', pretty_type: kind = '', size = 0 } = file;
  return (
    <div class="file-card">
      <span class="file-icon" aria-hidden="true">
        📄
      </span>
      <span class="file-words">
        <strong>{title ?? name}</strong>
        <span class="note">
          {kind} · {sizeOf(size)}
          {title !== undefined && title !== name && ` · ${name}`}
        </span>
      </span>
      <Download file={file} />
    </div>
  );
}

function Download({ file }: { readonly file: SharedFile }): JSX.Element {
  const { me } = useSession();
  const [failed, setFailed] = useState(false);
  const save = async (): Promise<void> => {
    const blob = await bytesOf(file.url_private ?? '', me.token);
    setFailed(!blob);
    if (!blob) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = file.name ?? file.id;
    link.click();
    // The browser has taken the address over by the next turn.
    setTimeout(() => URL.revokeObjectURL(link.href));
  };
  return (
    <span class="download">
      <button type="button" class="kit" aria-label={`Download ${file.name ?? file.id}`} onClick={() => void save()}>
        Download
      </button>
      {failed && (
        <span role="alert" class="note">
          It could not be read.
        </span>
      )}
    </span>
  );
}
