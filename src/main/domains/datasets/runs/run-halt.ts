/** Nothing of the run can go on as things are: it pauses, says why, and a person takes it up again. */
export class RunHalt extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'RunHalt';
  }
}

/** This record, and no other, cannot be had. */
export class RecordFailed extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'RecordFailed';
  }
}
