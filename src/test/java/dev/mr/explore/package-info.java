/**
 * All that can happen in a small world, step by step: the real rules and the real twin of the store, workers, streams and files as
 * facts, and a few faults. {@link dev.mr.explore.Exploration} visits every state there is.
 */
@NullMarked
package dev.mr.explore;

import org.jspecify.annotations.NullMarked;
