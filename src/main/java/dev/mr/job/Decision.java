package dev.mr.job;

/**
 * An effect, and the job it is about.
 *
 * @param job the number of the job in its driver's database; 0 for what belongs to no job, such as an answer to a worker
 */
public record Decision(long job, Effect effect) {}
