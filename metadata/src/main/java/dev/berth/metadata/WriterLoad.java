package dev.berth.metadata;

/**
 * What the one writer of a SQLite file has done since it was opened, and has to do.
 *
 * @param waiting writes that wait for their turn now
 * @param writes that were taken
 * @param commits the transactions that they shared
 * @param nanos how long those transactions took, with their syncs
 */
public record WriterLoad(int waiting, long writes, long commits, long nanos) {}
