import { StopOrder } from '../../core/stop-order.js';
import type { Services } from './services.js';

/** Stops every daemon, each after those that stop before it, and ends the supervisor. Returns the names of those that ran. */
export async function endServices(services: Services): Promise<readonly string[]> {
  const names = await services.names();
  if (names.length > 0) await services.begin();
  const stopsBefore = new Map(
    await Promise.all(
      names.map(async (name) => [name, await (await services.get(name)).stopsBefore()] as const),
    ),
  );
  const ended = new Set<string>();
  const order = new StopOrder(
    async (name) => {
      const service = await services.get(name);
      if ((await service.state()).up) ended.add(name);
      await service.stop();
    },
    (name) => stopsBefore.get(name) ?? [],
  );
  await order.stop(names);
  await services.end();
  return names.filter((name) => ended.has(name));
}
