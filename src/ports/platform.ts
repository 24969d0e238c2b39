/** An answer of the platform's API: the body as data, whatever the HTTP code was. */
export interface ApiAnswer<Body> {
  readonly httpStatus: number;
  readonly latencyMs: number;
  readonly body: Body;
}

export interface BasicHealth {
  readonly status: string;
  readonly database: string;
  readonly databaseError?: string;
  readonly version?: string;
}

export interface DetailedHealth {
  readonly status: string;
  readonly checks: Readonly<Record<string, { readonly status: string; readonly activeWorkers?: number }>>;
}

/** What the platform measures of itself. */
export interface Metrics {
  readonly cpuPercent: number;
  readonly memoryPercent: number;
  readonly domains: number;
  readonly jobs: number;
  readonly activeJobs: number;
  readonly redisBytes: number;
  /** Connected to its websocket. */
  readonly clients: number;
}

export interface ApiReader {
  /** `GET /api/v1/health`, no login. Rejects when nothing answers in time or the body is not its JSON. */
  health(signal: AbortSignal): Promise<ApiAnswer<BasicHealth>>;
  /** `GET /api/v1/health/detailed`; logs in by itself, renews at 401 and 422. 503 with a body is an answer. */
  detailed(signal: AbortSignal): Promise<ApiAnswer<DetailedHealth>>;
  /** `GET /api/v1/metrics`, no login: takes a second by itself, and waits for tables that somebody has locked. */
  metrics(signal: AbortSignal): Promise<ApiAnswer<Metrics>>;
  /** `GET /api/v1/backup/status`: the names that the platform itself takes for backups. */
  backupStatus(
    signal: AbortSignal,
  ): Promise<ApiAnswer<{ readonly backups: readonly { readonly name: string }[]; readonly lastBackup?: string }>>;
}

export interface Mount {
  readonly path: string;
  readonly usedPercent: number;
  readonly freeBytes: number;
  /** Absent where the file system counts none. */
  readonly inodesUsedPercent?: number;
}

export interface HostReader {
  /** Real file systems, each device once, tmpfs, overlay of containers and read-only ones left out unless a configured folder lies there. A hung one is named in `unreadable`. */
  mounts(signal: AbortSignal): Promise<{ readonly mounts: readonly Mount[]; readonly unreadable: readonly string[] }>;
  /** Over one second: of all cores, at work and waiting for disks. */
  cpu(signal: AbortSignal): Promise<{ readonly busyPercent: number; readonly waitingPercent: number }>;
  memory(signal: AbortSignal): Promise<{
    readonly totalBytes: number;
    readonly availableBytes: number;
    readonly swapTotalBytes: number;
    readonly swapFreeBytes: number;
  }>;
  load(signal: AbortSignal): Promise<{ readonly one: number; readonly five: number; readonly fifteen: number; readonly cores: number }>;
}

/** A group of alike lines: numbers, ids and addresses masked away. */
export interface LogGroup {
  readonly count: number;
  readonly first: Date;
  readonly last: Date;
  /** One line of it, raw: foreign text. */
  readonly sample: string;
}

export interface AppLogReview {
  /** Records in the window; a traceback belongs to its record. */
  readonly lines: number;
  readonly byLevel: Readonly<Record<string, number>>;
  /** Of level ERROR and above, most frequent first. */
  readonly errors: readonly LogGroup[];
  /** Of level WARNING, most frequent first. */
  readonly warnings: readonly LogGroup[];
  /** Failed logins, one an attempt; most frequent first. */
  readonly failedLogins: readonly { readonly user: string; readonly ip: string; readonly count: number }[];
  /** The worst ten minutes of each address, worst first. */
  readonly loginPeaks: readonly { readonly ip: string; readonly attempts: number; readonly until: Date }[];
  /** The most names that one address tried within ten minutes, worst first. */
  readonly sprays: readonly { readonly ip: string; readonly users: number; readonly until: Date }[];
  /** Lines that are in no known format. */
  readonly unparsed: number;
  /** The oldest line seen; younger than the window's start means the log does not reach back. */
  readonly since?: Date;
}

export interface AccessLogReview {
  readonly requests: number;
  readonly byClass: Readonly<Record<'2xx' | '3xx' | '4xx' | '5xx' | 'other', number>>;
  /** Requests by status code, such as 404 and 499. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Of 5xx and then of 4xx, most frequent first, without the query. */
  readonly worstPaths: readonly { readonly path: string; readonly status: number; readonly count: number }[];
  /** Addresses that looked for what is not there, or got in after many refused logins; those that got in first. */
  readonly suspects: readonly Suspect[];
  readonly unparsed: number;
  readonly since?: Date;
}

/** Who looked for holes, or guessed until a login succeeded. */
export interface Suspect {
  readonly ip: string;
  /** Requests for files and programs that only those ask for who look for a hole; `answered` of them with 2xx. */
  readonly probes: number;
  readonly answered: number;
  /** Some of them: foreign text. */
  readonly paths: readonly string[];
  /** A login that succeeded after so many refused ones within an hour. */
  readonly entered?: { readonly failures: number; readonly at: Date };
}

export interface LogsReader {
  /** The application's log in the window [since, now), rotated files included. */
  app(since: Date, signal: AbortSignal): Promise<AppLogReview>;
  nginx(since: Date, signal: AbortSignal): Promise<AccessLogReview>;
}

export interface ServiceState {
  readonly name: string;
  /** `created` was made and never started; `restarting` dies at each start; `paused` is frozen by the engine. */
  readonly state: 'running' | 'unhealthy' | 'starting' | 'stopped' | 'missing' | 'created' | 'restarting' | 'paused';
  /** How often the engine has started it again since it was made or started by hand. */
  readonly restarts?: number;
  /** Why it ended, or what its last probe said: foreign text. */
  readonly why?: string;
  /** Since when it is so. */
  readonly since?: Date;
  /** Other services without which it cannot be well. */
  readonly leansOn?: readonly string[];
}

/** Something that happened to a container of a service. */
export interface ServiceEvent {
  readonly service: string;
  readonly at: Date;
  readonly kind: 'started' | 'ended' | 'memory full';
  readonly exitCode?: number;
}

/** Who is up, and who can be stopped. Without a container engine nobody can: `manageable` is empty and `why` says so. */
export interface ServicesReader {
  /** Every service that should be there, each of its containers. */
  states(signal: AbortSignal): Promise<readonly ServiceState[]>;
  /** What the engine remembers of the time since then, oldest first. */
  events(since: Date, signal: AbortSignal): Promise<readonly ServiceEvent[]>;
  /** Services that may be restarted by themselves: not those that hold the data of the others. */
  restartable(): readonly string[];
  /** Services that write, which are stopped around a swap of databases. */
  manageable(): { readonly names: readonly string[]; readonly why?: string };
}
export interface ServicesWriter extends ServicesReader {
  /** Gives them time to finish, and is done when they have ended. One that has ended already stays so. */
  stop(names: readonly string[], signal: AbortSignal): Promise<void>;
  /** Is done when they are healthy, or run steadily where they have no probe. Rejects with the last words of one that is not. */
  start(names: readonly string[], signal: AbortSignal): Promise<void>;
}

export interface ContainerStats {
  readonly name: string;
  /** 100 is one core; of the time that `overMs` says. */
  readonly cpuPercent: number;
  readonly overMs: number;
  readonly memoryBytes: number;
  /** Of its limit, or of the host's memory where it has none. */
  readonly memoryPercent: number;
}

/** The container engine; absent until an environment names one. */
export interface ContainersReader {
  /** Of the running containers of the platform. */
  stats(signal: AbortSignal): Promise<readonly ContainerStats[]>;
  databaseLog(since: Date, signal: AbortSignal): Promise<readonly string[]>;
  /** What a service wrote since then, oldest first. Rejects when it is none of the platform. */
  serviceLog(service: string, since: Date, signal: AbortSignal): Promise<readonly string[]>;
}
