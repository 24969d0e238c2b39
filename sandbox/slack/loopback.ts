/** Whether a host in an address is this machine and nobody else's. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/** Whether a host belongs to Slack, with which a local workspace never talks. A dot at the end means the same name. */
export function isOfSlack(host: string): boolean {
  return /(?:^|\.)(?:slack\.com|slack-gov\.com|slack-edge\.com|slack-files\.com)\.?$/.test(host.toLowerCase());
}
