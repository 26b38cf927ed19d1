// What was asked of other programs and computers since the app was opened.
import { host, messageOf } from "../host";
import type { Connection } from "../host/messages/Connection";

class ConnectionsState {
  list = $state.raw<Connection[]>([]);
  problem = $state<string | undefined>();

  async load(): Promise<void> {
    this.problem = undefined;
    try {
      this.list = await host.listConnections();
    } catch (error) {
      this.problem = messageOf(error);
    }
  }
}

export const connections = new ConnectionsState();
