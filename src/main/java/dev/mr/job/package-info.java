/**
 * The rules: one deterministic state machine and the recovery table. No I/O, clock, thread, randomness or logger.
 */
@NullMarked
package dev.mr.job;

import org.jspecify.annotations.NullMarked;
