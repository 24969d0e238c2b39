import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Reads and parses a file of YAML. What goes wrong names it as `what`, and says the line where there is one. */
export function parseYaml(what: string, path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`reading ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
