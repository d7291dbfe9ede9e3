// The commands that came true, and where (RC3): a command that is sent again is known for as long as its room is held.
// A client counts its commands up, so most of it is one list for each client; what comes out of turn lies beside it.

class Counted {
  #first = 0;
  #seqs: number[] = [];
  #outOfTurn = new Map<number, number>();

  get(clientSeq: number): number | undefined {
    return this.#seqs[clientSeq - this.#first] ?? this.#outOfTurn.get(clientSeq);
  }

  set(clientSeq: number, seq: number): void {
    if (this.#seqs.length === 0) this.#first = clientSeq;
    if (clientSeq === this.#first + this.#seqs.length) this.#seqs.push(seq);
    else this.#outOfTurn.set(clientSeq, seq);
  }
}

export class Answered {
  readonly #clients = new Map<string, Counted>();

  /** The seq of a participant's command, if it came true. */
  seqOf(by: string, clientId: string, clientSeq: number): number | undefined {
    return this.#clients.get(`${by}:${clientId}`)?.get(clientSeq);
  }

  add(by: string, clientId: string, clientSeq: number, seq: number): void {
    const key = `${by}:${clientId}`;
    const counted = this.#clients.get(key) ?? new Counted();
    if (!this.#clients.has(key)) this.#clients.set(key, counted);
    counted.set(clientSeq, seq);
  }
}
