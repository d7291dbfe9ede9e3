// The peer: a bare Socket.IO relay as whiteboards use it that send whole elements. It forwards what it is sent to
// the others of the room and stores nothing. `node tests/bench/load/relay.ts` prints its port.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { maxHttpBufferSize: 1e6 });
io.on('connection', (socket) => {
  socket.on('join-room', (room: string, joined?: () => void) => {
    void socket.join(room);
    joined?.();
  });
  socket.on('server-broadcast', (room: string, data: Buffer, iv: Buffer) => {
    socket.broadcast.to(room).emit('client-broadcast', data, iv);
  });
  socket.on('server-volatile-broadcast', (room: string, data: Buffer, iv: Buffer) => {
    socket.volatile.broadcast.to(room).emit('client-broadcast', data, iv);
  });
});
http.listen(0, '127.0.0.1', () => console.log(`relay at ${(http.address() as AddressInfo).port}`));
// Whoever started it is gone.
process.stdin.resume().on('end', () => process.exit(0));
