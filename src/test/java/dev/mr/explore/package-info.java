/**
 * All that can happen in a small world, step by step: the real rules and the real twin of the store, workers, streams and files as
 * facts, and a few faults. {@link dev.mr.explore.Exploration} visits every state there is. What is done to keep them few:
 *
 * <ul>
 *   <li>A coordinator or a store is known by its content ({@link dev.mr.explore.Fingerprint}), less what decides nothing.
 *   <li>A turn handles one event. One that handles several is the same as several between which nothing happens; what it has
 *       committed and not yet said when its driver dies is what they have said and is lost on the way.
 *   <li>What has arrived and not been handled is still on its way: both are lost with the driver, and nobody else sees them.
 *   <li>A death before COMMIT is one before the turn; the next epoch begins with it, since only workers act in between, and what
 *       they do a driver sees in its first turn at the earliest.
 *   <li>A worker hears at once what makes it do nothing but begin a task: that a task was not heard of is a task never ended.
 *   <li>A worker ends its task when its driver hears of it, when its stream breaks, or after that: before, nobody can tell.
 *   <li>Hello and the first Ready are heard together: without a free slot, a new worker is nothing to anyone.
 *   <li>A map is published when all tasks are committed, or, as many as may be, before the driver dies or is paused: until then,
 *       nothing depends on it. This is not done where files are damaged.
 *   <li>File work and its answer are one step: it can be repeated, and nobody looks between the two.
 *   <li>Of a broken stream, the worker's end is over at once unless it works on a task that may still be harvested.
 *   <li>Workers are alike, and those without a stream are not told apart; nor are states in which the job has succeeded, but for
 *       what is stored and which faults are left.
 *   <li>Time is a choice: a lease of one worker passes while all others are heard.
 * </ul>
 */
@NullMarked
package dev.mr.explore;

import org.jspecify.annotations.NullMarked;
