/**
 * Vocabulary: the nouns of a MapReduce job as values. Knows no I/O, clock, thread or other room.
 */
@NullMarked
package dev.mr.task;

import org.jspecify.annotations.NullMarked;
