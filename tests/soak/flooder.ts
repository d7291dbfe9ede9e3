// Floods a server from a process of its own: `node flooder.ts <origin> <cookie> <connections> <messages a second>`.
// Whoever is cut comes back at once. Prints every second what was written to open
// connections, and how often one ended or was refused.
import { RawWire, eventPacket, opcode, webSocketFrame } from '../support/raw-wire.ts';

const [origin = '', cookie = '', connections = '5', perSecond = '40000'] = process.argv.slice(2);
const tickMs = 10;
const perTick = (Number(perSecond) * tickMs) / 1000;
const load = Buffer.concat(
  Array.from({ length: perTick }, () => webSocketFrame(opcode.text, eventPacket(['clock'], 1))),
);
let offered = 0;
let cuts = 0;

async function flood(): Promise<void> {
  for (;;) {
    const wire = await RawWire.open(origin, cookie).catch(() => null);
    const ticking = setInterval(() => {
      if (!wire) return;
      offered += perTick;
      wire.raw(load);
    }, tickMs);
    await (wire ? wire.closed : new Promise((go) => setTimeout(go, tickMs)));
    cuts += 1;
    clearInterval(ticking);
  }
}

for (let i = 0; i < Number(connections); i++) void flood();
setInterval(() => console.log(`${offered} ${cuts}`), 1_000);
