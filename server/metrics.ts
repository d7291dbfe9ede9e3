// Figures for whoever runs the server, as Prometheus reads them. Counts and times only: no ids, no names.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export type Metrics = ReturnType<typeof openMetrics>;

/** One registry for each app, so that two apps in one process do not share figures. */
export function openMetrics(count: { rooms: () => number; sockets: () => number }) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('fourstep_rooms', 'Rooms in memory', count.rooms);
  gauge('fourstep_sockets', 'Open sockets', count.sockets);
  return {
    registry,
    commands: new Counter({
      name: 'fourstep_commands_total',
      help: 'Commands by how they were answered',
      labelNames: ['answer'] as const,
      registers,
    }),
    commandSeconds: new Histogram({
      name: 'fourstep_command_seconds',
      help: "From a command's arrival to its answer",
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
      registers,
    }),
  };
}
