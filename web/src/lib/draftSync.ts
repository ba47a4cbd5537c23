/** Sends what is typed to the server, one version after another; stops at a conflict and tells. */
import { Problem } from '../api/client';
import type { Variables } from '../api/types';

export type Synced = 'kept' | 'here' | 'conflict';

const CONFLICT = 409;

export class DraftSync {
  private waiting: Variables | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private going: Promise<void> | null = null;
  private stopped = false;

  /** `version` is the server's; `put` answers the next one; `tell` where the draft is now. */
  constructor(
    private readonly put: (data: Variables, version: number) => Promise<number>,
    private readonly tell: (state: Synced) => void,
    public version: number,
    private readonly wait = 1000,
  ) {}

  /** Send this soon; what is typed until then goes with it. */
  type(data: Variables): void {
    this.waiting = data;
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), this.wait);
  }

  /** Send now what has not been sent. */
  async flush(): Promise<void> {
    await this.settle();
    const data = this.waiting;
    if (this.stopped || !data) return;
    this.waiting = null;
    this.going = this.send(data);
    await this.going;
  }

  /** Send nothing for now, and wait for what is on its way. */
  async settle(): Promise<void> {
    clearTimeout(this.timer);
    await this.going;
  }

  private async send(data: Variables): Promise<void> {
    try {
      this.version = await this.put(data, this.version);
      this.tell('kept');
    } catch (error) {
      this.waiting ??= data;
      this.stopped = error instanceof Problem && error.status === CONFLICT;
      this.tell(this.stopped ? 'conflict' : 'here');
    }
  }

  /** Go on over this version of the server's. */
  resume(version: number): void {
    this.version = version;
    this.stopped = false;
  }

  /** Send nothing more: it was submitted or thrown away. */
  stop(): void {
    clearTimeout(this.timer);
    this.waiting = null;
    this.stopped = true;
  }
}
