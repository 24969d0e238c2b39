/** A package that has a newer version. Names and versions are foreign text. */
export interface Pending {
  readonly name: string;
  readonly installed: string;
  readonly available: string;
  readonly isSecurity?: true;
}

/** What the package manager of the host has to offer. */
export interface SystemUpdates {
  readonly pending: readonly Pending[];
  /** Age of the lists that this was read from; old lists offer nothing. */
  readonly listsAt?: Date;
  readonly needsReboot: boolean;
  readonly held: readonly string[];
}

/** A weakness that the scanner found in an image. */
export interface Weakness {
  readonly id: string;
  readonly package: string;
  readonly installed: string;
  /** Left out where there is no cure yet. */
  readonly fixedIn?: string;
  readonly severity: 'HIGH' | 'CRITICAL';
}

/** How an image that containers were made from stands to what its registry has under the same name. Names are foreign text. */
export interface ImageState {
  readonly services: readonly string[];
  readonly image: string;
  readonly builtAt: Date;
  readonly is: 'newest' | 'older' | 'built here' | 'named by its hash' | { readonly problem: string };
}

/** What could be brought up to date. Each throws `Absent` where the platform has no such part, and rejects where nobody answers in time. */
export interface UpdatesReader {
  system(signal: AbortSignal): Promise<SystemUpdates>;
  engine(signal: AbortSignal): Promise<{ readonly version: string; readonly apiVersion: string; readonly compose?: string }>;
  /** In the container of the application, not on the host. */
  python(signal: AbortSignal): Promise<readonly Pending[]>;
  /** In the folder of the sources of the front end. */
  node(signal: AbortSignal): Promise<readonly Pending[]>;
  /** Asks the registries through the engine, and fetches no image. */
  images(signal: AbortSignal): Promise<readonly ImageState[]>;
  /** By the scanner that the configuration names, of the image of each service. */
  scan(
    signal: AbortSignal,
  ): Promise<readonly { readonly service: string; readonly image: string; readonly weaknesses: readonly Weakness[] }[]>;
}
