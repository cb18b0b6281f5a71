/**
 * Whole jobs of real processes, started by the launchers and killed by signals. Nothing here looks inside a running program.
 */
@NullMarked
package dev.mr.e2e;

import org.jspecify.annotations.NullMarked;
