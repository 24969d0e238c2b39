/** One record of the platform's log; a traceback follows on lines of its own. */
export interface LogRecord {
  readonly at: Date;
  readonly service: 'bigshot-backend' | 'bigshot-celery';
  readonly level: 'INFO' | 'WARNING' | 'ERROR';
  readonly zone: string;
  /** Logger, function and line, as `bigshot.auth:login:76`. */
  readonly place: string;
  readonly message: string;
  readonly traceback?: readonly string[];
}

/** One request in the web server's log. */
export interface AccessRecord {
  readonly at: Date;
  readonly ip: string;
  readonly request: string;
  readonly status: number;
  readonly bytes: number;
  readonly agent: string;
}

const HOSTS = { 'bigshot-backend': '4f2a91c07d3e', 'bigshot-celery': 'b81d5c20aa94' };
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `[2026-11-23 08:00:00,123] [host:service] [LEVEL] [zone] [logger:func:line] message`, in UTC. */
export function formatRecord({ at, service, level, zone, place, message, traceback = [] }: LogRecord): string {
  const time = at.toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
  const line = `[${time}] [${HOSTS[service]}:${service}] [${level}] [${zone}] [${place}] ${message}`;
  return `${[line, ...traceback].join('\n')}\n`;
}

/** The combined format of nginx, in UTC. */
export function formatAccess({ at, ip, request, status, bytes, agent }: AccessRecord): string {
  const day = `${String(at.getUTCDate()).padStart(2, '0')}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${ip} - - [${day}:${at.toISOString().slice(11, 19)} +0000] "${request}" ${status} ${bytes} "-" "${agent}"\n`;
}
