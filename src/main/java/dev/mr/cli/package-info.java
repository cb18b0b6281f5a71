/**
 * Composition roots and command lines: options in, exit codes out. The only room that knows the clocks and ends the process.
 */
@NullMarked
package dev.mr.cli;

import org.jspecify.annotations.NullMarked;
