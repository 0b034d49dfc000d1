import type { WebSocket } from 'ws';
import { isBehind } from './pacedSend.ts';

/** A room where every text goes to everybody in it, the sender included. */
export class ChatRoom {
  readonly #members = new Set<WebSocket>();
  #lastGuest = 0;

  join(webSocket: WebSocket): void {
    this.#lastGuest += 1;
    const name = `客人 ${this.#lastGuest}`;
    this.#members.add(webSocket);
    this.#broadcast({ type: 'joined', name, members: this.#members.size });
    webSocket.on('message', (data) => {
      this.#broadcast({ type: 'said', name, text: (data as Buffer).toString('utf8') });
    });
    webSocket.on('close', () => {
      this.#members.delete(webSocket);
      this.#broadcast({ type: 'left', name, members: this.#members.size });
    });
  }

  #broadcast(message: unknown): void {
    const text = JSON.stringify(message);
    for (const member of this.#members) {
      if (!isBehind(member)) member.send(text);
    }
  }
}
