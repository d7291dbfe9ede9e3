// Figures for whoever runs the server, as Prometheus reads them. Counts and times only: no ids, no names. What
// the process itself costs, its event loop's delay included, comes with the library.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

export type Metrics = ReturnType<typeof openMetrics>;

/** One registry for each app, so that two apps in one process do not share figures. */
type Counted = {
  rooms: () => number;
  sockets: () => number;
  /** Absent where nobody watches the disk. */
  freeBytes?: (() => Promise<number>) | undefined;
};

export function openMetrics(count: Counted) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  gauge('fourstep_rooms', 'Rooms in memory', count.rooms);
  gauge('fourstep_sockets', 'Open sockets', count.sockets);
  if (count.freeBytes)
    gauge('fourstep_disk_free_bytes', 'Room left on the disk of the data folder', count.freeBytes);
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames, registers });
  const seconds = (name: string, help: string) => new Histogram({ name, help, buckets, registers });
  return {
    registry,
    commands: counter('fourstep_commands_total', 'Commands by how they were answered', ['answer']),
    commandSeconds: seconds('fourstep_command_seconds', "From a command's arrival to its answer"),
    entries: counter('fourstep_entries_total', 'Entries that are durable', []),
    appendSeconds: seconds('fourstep_append_seconds', 'From handing entries to the store until durable'),
    appendFailures: counter('fourstep_append_failures_total', 'Appends the store refused', ['reason']),
    refusals: counter('fourstep_refusals_total', 'Refusals by where and why', ['via', 'code']),
    cuts: counter('fourstep_cut_connections_total', 'Connections the server ended, by why', ['reason']),
  };
}
