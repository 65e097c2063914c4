import type { Machine } from '../../core/ports.js';
import { panelName } from './domain.js';
import { PanelComponent } from './xmpp/panel-component.js';
import { RouterComponent } from './xmpp/router-component.js';

const components = new WeakMap<Machine, PanelComponent>();

/** The panel's component on this machine's chat server: one for each machine, made when it is first asked for. */
export function panelOf(machine: Machine): PanelComponent {
  const known = components.get(machine);
  if (known !== undefined) return known;
  const component = new PanelComponent(
    new RouterComponent({
      network: machine.network,
      // Before the first save the router may get another port.
      get port() {
        return machine.layout.ports.router;
      },
      name: panelName,
      secret: () => machine.secrets.named('router-panel'),
    }),
  );
  components.set(machine, component);
  return component;
}

/** Ends the panel's connection to the chat server, if there is one: the process can end, another panel can connect. */
export async function disconnectPanel(machine: Machine): Promise<void> {
  await components.get(machine)?.close();
}
