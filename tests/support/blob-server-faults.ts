import type { Stored } from './blob-server-s3.ts';

export type BlobFault = {
  /**
   * stall: takes the request and says nothing more. stallAnswer: says nothing more in the middle of the answer. cutBefore: the line goes dead, nothing was done. cutAfter: it was
   * done, the answer is lost. halfAnswer: the line goes dead in the middle of the answer. status: answers that.
   * flip: one bit of what is read is wrong. wrongEtag: tells an etag that is none. ignoreConditions: overwrites
   * whatever is there. stale: answers as it would have when the fault was set, for lists and reads. lose: says that
   * it keeps what it was sent, and does not.
   */
  readonly kind:
    | 'stall'
    | 'stallAnswer'
    | 'cutBefore'
    | 'cutAfter'
    | 'halfAnswer'
    | 'status'
    | 'flip'
    | 'wrongEtag'
    | 'ignoreConditions'
    | 'stale'
    | 'lose';
  readonly method?: string;
  /** Of names; a list has the empty one. Left out: all. */
  readonly name?: RegExp;
  /** How often; left out: until the faults are cleared. */
  readonly times?: number;
  readonly status?: number;
  /** As the header is written: seconds or a date. */
  readonly retryAfter?: string;
};

/** A fault as it is applied, with what was there when it was set. */
export type ActiveFault = BlobFault & { readonly was: ReadonlyMap<string, Stored> };

export type Faults = {
  fault(fault: BlobFault): void;
  clearFaults(): void;
  find(request: { readonly method: string; readonly name: string }): ActiveFault | undefined;
};

export function createFaults(objects: ReadonlyMap<string, Stored>): Faults {
  let active: { fault: ActiveFault; left: number }[] = [];
  return {
    fault(fault) {
      active.push({ fault: { ...fault, was: new Map(objects) }, left: fault.times ?? Infinity });
    },
    clearFaults() {
      active = [];
    },
    find({ method, name }) {
      const found = active.find(
        ({ fault, left }) =>
          left > 0 &&
          (fault.method === undefined || fault.method === method) &&
          (fault.name === undefined || fault.name.test(name)),
      );
      if (found === undefined) return undefined;
      found.left -= 1;
      return found.fault;
    },
  };
}
