import type { BackupsReader, BackupsWriter, Missing } from './backups.ts';
import type { CertificatesReader } from './certificates.ts';
import type { DatabaseReader, DatabaseWriter } from './database.ts';
import type { HistoryReader } from './history.ts';
import type { JournalReader } from './journal.ts';
import type { OwnReader } from './own.ts';
import type { ApiReader, ContainersReader, HostReader, LogsReader, ServicesReader, ServicesWriter } from './platform.ts';
import type { RedisReader } from './redis.ts';
import type { RecordsReader } from './records.ts';
import type { SecretFilesReader } from './secret-files.ts';
import type { StatisticsReader } from './statistics.ts';
import type { UpdatesReader } from './updates.ts';

/** What looking may use, by name. */
export interface Readers {
  readonly api: ApiReader;
  readonly database: DatabaseReader;
  readonly redis: RedisReader;
  readonly containers: ContainersReader;
  readonly host: HostReader;
  readonly services: ServicesReader;
  readonly logs: LogsReader;
  readonly backups: BackupsReader;
  readonly journal: JournalReader;
  readonly certificates: CertificatesReader;
  readonly statistics: StatisticsReader;
  readonly history: HistoryReader;
  readonly records: RecordsReader;
  readonly updates: UpdatesReader;
  readonly own: OwnReader;
  readonly secretFiles: SecretFilesReader;
}

/** What acting may use, by the same names. */
export interface Writers extends Readers {
  readonly database: DatabaseWriter;
  readonly services: ServicesWriter;
  readonly backups: BackupsWriter;
}

export type PortName = keyof Readers;

/** The ports of one environment: each is there, or absent with its reason. */
export type Ports = { readonly [Name in PortName]: Writers[Name] | Missing };
