/** How long a test waits for what must come. It promises nothing: it only ends what hangs, on a machine that is busy too. */
export const patienceSeconds = 120;
