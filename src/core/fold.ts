import type { PortName } from '../ports/index.ts';
import type { Check } from './check.ts';
import type { Finding } from './finding.ts';
import { isWell, worstFirst } from './finding.ts';

/** A finding with the title of the check that made it. */
export interface Titled extends Finding {
  readonly check: string;
  readonly title: string;
}

/** What a person has to see to once, and what is bad only because of it. */
export interface Trouble {
  readonly finding: Titled;
  /** Others that could not be looked at for the very same reason. */
  readonly alike: readonly Titled[];
  /** What this brings about: it is cured with it. */
  readonly hence: readonly Titled[];
}

/** What of a check is told in a picture of its run. */
export type CheckInBrief = Pick<Check, 'id' | 'title' | 'reliesOn'> & Partial<Pick<Check, 'needs'>>;

/** The service behind a port: while it is down, nothing can be read through it. */
const behind: Partial<Readonly<Record<PortName, readonly string[]>>> = {
  database: ['database'],
  statistics: ['database'],
  records: ['database'],
  redis: ['redis'],
  api: ['backend', 'database'],
};

/** What is not well, worst first, with everything that has the same cause folded into one. Nothing is left out. */
export function fold(
  reported: readonly { readonly check: string; readonly findings: readonly Finding[] }[],
  checks: readonly CheckInBrief[],
): readonly Trouble[] {
  const about = new Map(checks.map((check) => [check.id, check]));
  const bad = worstFirst(
    reported.flatMap(({ check, findings }) => findings.map((finding) => ({ ...finding, check, title: about.get(check)?.title ?? check }))),
  ).filter((finding) => !isWell(finding));
  const down = new Map(
    bad.flatMap((one) => (one.check === 'services' && one.status === 'critical' && one.subject !== undefined ? [[one.subject, one]] : [])),
  );
  const causeOf = (one: Titled): Titled | undefined =>
    servicesOf(one, about.get(one.check))
      .map((service) => down.get(service))
      .find((cause) => cause !== undefined && cause !== one);
  const causes = new Map(bad.map((one) => [one, rootOf(one, causeOf)] as const));
  const heads: { finding: Titled; alike: Titled[]; hence: Titled[] }[] = [];
  for (const one of bad.filter((finding) => !causes.get(finding))) {
    const same = heads.find(({ finding }) => one.because !== undefined && finding.because === one.because);
    if (same) same.alike.push(one);
    else heads.push({ finding: one, alike: [], hence: [] });
  }
  for (const [one, cause] of causes) heads.find(({ finding }) => finding === cause)?.hence.push(one);
  return heads;
}

/** What is ill because of something that is ill itself is ill because of that one's cause. In a circle nobody is the first: each is told. */
function rootOf(one: Titled, causeOf: (one: Titled) => Titled | undefined): Titled | undefined {
  const seen = new Set([one]);
  let root: Titled | undefined;
  for (let cause = causeOf(one); cause !== undefined; cause = causeOf(cause)) {
    if (seen.has(cause)) return undefined;
    seen.add(cause);
    root = cause;
  }
  return root;
}

/** What was seen is the fault of a service only where the check is about that service; what was not seen, of any that it is read through. */
function servicesOf({ status, leansOn, check: id }: Titled, check: CheckInBrief | undefined): readonly string[] {
  if (id === 'services') return leansOn ?? [];
  const own = [...(leansOn ?? []), ...(check?.reliesOn ?? [])];
  if (status === 'warn') return [];
  return status === 'critical' ? own : [...own, ...(check?.needs ?? []).flatMap((need) => behind[need] ?? [])];
}
