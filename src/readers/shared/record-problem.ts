/** Why a record of a data set cannot be read; fit for a report. */
export class RecordProblem extends Error {}
