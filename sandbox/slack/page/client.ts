import { News, Reply } from './schemas.ts';

export type Call = (method: string, given: Readonly<Record<string, string>>) => Promise<Reply>;

/** The Web API in the name of a person. An answer that did not come reads like an error of Slack: `offline`. */
export function clientOf(token: string): Call {
  return async (method, given) => {
    try {
      const response = await fetch(`/api/${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: new URLSearchParams(given),
      });
      return Reply.parse(await response.json());
    } catch {
      return { ok: false, error: 'offline' };
    }
  };
}

const AGAIN_MS = 1000;

/** Whether the workspace is back with other tokens, as after a start with a fresh state. */
async function isForgotten(token: string): Promise<boolean> {
  try {
    const response = await fetch('/start.json');
    return response.ok && !(await response.text()).includes(token);
  } catch {
    return false;
  }
}

/** Follows what happens, as the person may see it. Connects again until it is ended by the function that it returns. */
export function follow(token: string, tell: (news: News) => void, connected: (yes: boolean) => void): () => void {
  let ended = false;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const connect = (): void => {
    socket = new WebSocket(`ws://${location.host}/live?token=${encodeURIComponent(token)}`);
    socket.addEventListener('message', ({ data }) => {
      if (ended) return;
      const news = News.safeParse(JSON.parse(String(data)));
      if (!news.success) return;
      if (news.data.is === 'hello') connected(true);
      tell(news.data);
    });
    socket.addEventListener('close', () => {
      if (ended) return;
      connected(false);
      timer = setTimeout(() => void again(), AGAIN_MS);
    });
  };
  const again = async (): Promise<void> => {
    if (await isForgotten(token)) location.reload();
    else if (!ended) connect();
  };
  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    socket?.close();
  };
}
