/**
 * Composition roots and command lines: options in, exit codes out.
 */
@NullMarked
package dev.mr.cli;

import org.jspecify.annotations.NullMarked;
