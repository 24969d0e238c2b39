import { createServer, request } from 'node:http';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { limitedAgent } from '../../../src/adapters/engine/limited-agent.ts';
import { portOf } from '../../support/port-of.ts';

test('written down as the client does with each request, the agent is a word, also with its connections', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  const agent = limitedAgent('http', '/var/run/docker.sock');
  const unanswered = request({ host: '127.0.0.1', port, agent });
  unanswered.on('error', () => undefined); // it is cut at the end
  unanswered.end();
  await expect.poll(() => Object.keys(agent.sockets)).toHaveLength(1);

  expect(inspect({ path: '/version', agent }, { showHidden: true, depth: null })).toBe(
    "{ path: '/version', agent: agent for /var/run/docker.sock }",
  );
  unanswered.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
