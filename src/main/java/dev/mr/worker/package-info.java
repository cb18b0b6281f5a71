/**
 * The worker process: asks for tasks, runs them, reports, and ends with its stream.
 */
@NullMarked
package dev.mr.worker;

import org.jspecify.annotations.NullMarked;
