/** A clock that runs with the real one, and can be put forward. */
export interface Clock {
  readonly now: () => Date;
  forward(ms: number): void;
  /** Back to the real time. */
  reset(): void;
}

export function createClock(): Clock {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    forward(ms) {
      ahead += ms;
    },
    reset() {
      ahead = 0;
    },
  };
}
